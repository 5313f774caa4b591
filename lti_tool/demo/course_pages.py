"""The pages a person sees in the demo LMS: the choice of a user, a course page, and what opens the tool there."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request

from lti_tool.demo.choice import COOKIE, active_tools, chosen, chosen_tool
from lti_tool.demo.school import LANGUAGES, ROLE_NAMES


def course_pages(lms):
    """The pages of one LMS."""
    pages = Blueprint("course", __name__)

    @pages.get("/")
    def show_front_page():
        user, _language = chosen(lms)
        return render_template("lms/front.html", lms=lms, user=user, languages=LANGUAGES, role_names=ROLE_NAMES)

    @pages.post("/")
    def choose():
        user = lms.users.get(request.form.get("user")) or abort(400)
        course = _course(lms, request.form)
        answer = redirect(f"/course/view.php?id={course.id}", 303)
        # Not a login: the cookie only remembers a choice, so it is neither signed nor secret.
        answer.set_cookie(COOKIE, f"{user.username}.{request.form.get('lang', 'fi')}", samesite="Lax", httponly=True)
        return answer

    @pages.get("/course/view.php")
    def show_course():
        user, language = chosen(lms)
        course = _course(lms, request.args)
        number = chosen_tool(lms)
        shown = course.activities[: max(1, request.args.get("frames", 1, type=int))] if number is not None else []
        return render_template(
            "lms/course.html",
            course=course,
            user=user,
            role=ROLE_NAMES[course.kind_of(user)],
            activities=list(enumerate(shown)),
            tools=active_tools(lms),
            tool_origin="{0.scheme}://{0.netloc}".format(urlsplit(lms.tools[number].launch_url)) if shown else "",
            launch={"id": course.id, "user": user.username, "lang": language, "tool": number},
        )

    @pages.get("/mod/lti/launch.php")
    def start_launch():
        user, language = chosen(lms)
        course = _course(lms, request.args)
        number = chosen_tool(lms)
        activity = request.args.get("activity", 0, type=int)
        if not 0 <= activity < len(course.activities):
            abort(404, "Aktiviteettia ei ole.")
        if number is None:
            abort(404, "Työkalua ei ole lisätty.")
        in_window = request.args.get("window") == "1"
        tool = lms.tools[number]
        fields = lms.login_initiation(user, course, tool, activity, language, in_window)
        return render_template("lms/post.html", action=tool.login_url, fields=fields, button="Avaa työkalu")

    @pages.get("/mod/lti/return.php")
    def show_return():
        course = _course(lms, {"id": request.args.get("course")})
        return render_template("lms/return.html", course=course, message=request.args.get("lti_errormsg", ""))

    return pages


def _course(lms, values):
    number = str(values.get("id", ""))
    if not number.isdecimal() or int(number) not in lms.courses:
        abort(404, "Kurssia ei ole.")
    return lms.courses[int(number)]
