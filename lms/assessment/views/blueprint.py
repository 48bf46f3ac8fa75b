"""The blueprint of this room: attempts, work and reviews of trainees; grading and analysis of the staff."""

from flask import Blueprint

blueprint = Blueprint("assessment", __name__)
