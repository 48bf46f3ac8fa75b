from flask.cli import AppGroup

course = AppGroup("course", help="Course packages: check, import, export.")
programme = AppGroup("programme", help="Programmes: import.")
