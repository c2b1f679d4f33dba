"""Every cell of role and action, as the owner of a shop would write them on a sheet of paper."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pos_desktop
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import RIGHTS, Action, Approval, approved, demand, may
from pos_desktop.domain.staff import Role, StaffMember

# action: cashier, senior, manager, owner
SHEET = """
sell                     + + + +
discount                 + + + +
discount_above_limit     - + + +
change_price             - + + +
void_line                + + + +
void_unscanned           - + + +
void_sale                + + + +
reprint                  + + + +
settle_unknown_print     + + + +
retry_fiscal             - + + +
settle_contradiction     - + + +
refund                   + + + +
refund_late              - + + +
refund_without_receipt   - + + +
refund_other_way         - + + +
refund_outside           - + + +
correct_receipt          - - + +
open_shift               + + + +
close_shift              + + + +
x_report                 + + + +
pay_in                   + + + +
pay_out                  - + + +
safe_drop                - + + +
open_drawer              - + + +
verify_cash              - + + +
see_expected_cash        - - + +
edit_customer            + + + +
adjust_bonus             - - + +
sell_on_credit           - + + +
issue_certificate        + + + +
take_advance             + + + +
see_stock                + + + +
receive_goods            - + + +
write_off                - - + +
take_stock               - + + +
transfer_goods           - - + +
print_labels             + + + +
export_scale_goods       - + + +
edit_product             - - + +
edit_favourites          - + + +
edit_promotion           - - + +
see_reports              - + + +
see_margin               - - + +
export_journal           - - + +
train                    + + + +
manage_staff             - - + +
import_catalogue         - - + +
change_settings          - - + +
"""
ROLES = (Role.CASHIER, Role.SENIOR, Role.MANAGER, Role.OWNER)
CELLS = {
    (role, words[0]): sign == "+"
    for words in (line.split() for line in SHEET.split("\n") if line)
    for role, sign in zip(ROLES, words[1:], strict=True)
}


def member(role):
    return StaffMember("a", "A", "A", role)


def test_the_sheet_knows_every_action_and_no_other():
    assert {action for _, action in CELLS} == {action.value for action in Action}
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize(("role", "action"), CELLS, ids=str)
def test_a_role_may_what_the_sheet_says_and_is_refused_the_rest(role, action):
    allowed, who, what = CELLS[role, action], member(role), Action(action)
    assert may(who, what) is allowed
    if allowed:
        demand(who, what)
        return
    with pytest.raises(RefusalError) as refused:
        demand(who, what)
    assert refused.value.values["action"] == action
    demand(approved(who, Approval(what, member(Role.OWNER))), what)


def test_the_word_of_another_person_allows_that_one_action_only():
    who = approved(member(Role.CASHIER), Approval(Action.PAY_OUT, member(Role.SENIOR)))
    assert may(who, Action.PAY_OUT)
    assert not may(who, Action.SAFE_DROP)


def test_an_action_is_demanded_by_an_operation_and_is_no_decoration():
    demanded: set[str] = set()
    folder = Path(pos_desktop.__file__).parent
    for path in sorted((folder / "operations").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if named and node.value.id == "Action":
                demanded.add(Action[node.attr].value)
            elif named or isinstance(node, ast.Name):
                called = node.attr if named else node.id
                if called == "demand_discount":
                    demanded.add(Action.DISCOUNT_ABOVE_LIMIT.value)
    assert {action.value for action in Action} == demanded
