"""Reading what the pages of this room send."""

from lms.assessment.forms.quizzes import Given, GivenAnswers, read_one, read_page

__all__ = ["Given", "GivenAnswers", "read_one", "read_page"]
