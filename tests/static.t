#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The static gates, as one of the test rings.
exec "$(dirname "$0")/../scripts/check"
