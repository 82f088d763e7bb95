# SPDX-License-Identifier: GPL-2.0-only
"""What an analysis is given: the tool, and what the guest left in a directory."""
import re
import sys

from lowmark_test import Gfp

tool, out = sys.argv[1:3]
gfp = Gfp(out + "/format")


def text(name):
    with open(f"{out}/{name}", encoding="ascii") as file:
        return file.read()


def decides(decision):
    """Does this kernel have that decision?"""
    return not re.search(rf"^{decision} .* absent ", text("decisions"), re.M)


def observes(decision):
    """Is it seen to happen?"""
    return bool(re.search(rf"^{decision} .* observed ", text("decisions"), re.M))
