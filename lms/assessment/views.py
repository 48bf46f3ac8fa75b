from flask import Blueprint

blueprint = Blueprint("assessment", __name__)
