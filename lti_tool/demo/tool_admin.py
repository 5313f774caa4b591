"""mod/lti/toolconfigure.php: where the administrator adds, registers, activates and deletes tools."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from lti_tool.demo.choice import administrator, named_tool
from lti_tool.demo.registration_start import NO_LINK, is_address
from lti_tool.demo.registration_tokens import new_client_id
from lti_tool.demo.school import ROLE_NAMES, ToolLink

# The fields of the form for a tool added by hand.
ADDRESSES = ("login_url", "launch_url", "jwks_url")
NOT_WHOLE = "Työkalua ei lisätty: anna nimi ja kolme kokonaista osoitetta."


def tool_admin_pages(lms):
    """The pages of one LMS."""
    pages = Blueprint("tool_admin", __name__)

    @pages.get("/mod/lti/toolconfigure.php")
    def show_tools():
        user = administrator(lms)
        link = request.args.get("url", "").strip()
        if "url" in request.args and not is_address(link):
            return _page(lms, user, message=NO_LINK), 400
        tool = named_tool(lms, request.args["tool"]) if request.args.get("tool") else None
        return _page(lms, user, link=link, tool=tool, shown=request.args.get("shown"))

    @pages.post("/mod/lti/toolconfigure.php")
    def change_tools():
        user = administrator(lms)
        asked = request.form
        if asked.get("action") == "add":
            return _add(lms, user, asked)
        _change(lms, named_tool(lms, asked.get("tool")), asked.get("action"))
        return _back(user)

    return pages


def _page(lms, user, **more):
    return render_template("lms/tools.html", lms=lms, user=user, role=ROLE_NAMES[user.kind], **more)


def _change(lms, tool, action):
    if action == "activate":
        tool.is_active = True
    elif action == "delete":
        lms.delete_tool(tool)
    else:
        abort(400, "Tuntematon toiminto.")


def _add(lms, user, asked):
    """A tool added by hand is active at once; the page then shows what the tool has to be told."""
    name = asked.get("name", "").strip()
    addresses = {field: asked.get(field, "").strip() for field in ADDRESSES}
    if not name or not all(is_address(address) for address in addresses.values()):
        return _page(lms, user, message=NOT_WHOLE, typed=asked), 400
    tool = ToolLink(new_client_id(), lms.next_deployment_id(), name=name, **addresses)
    lms.tools.append(tool)
    return _back(user, shown=tool.client_id)


def _back(user, **more):
    return redirect(url_for("tool_admin.show_tools", user=user.username, **more), 303)
