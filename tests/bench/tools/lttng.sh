# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# LTTng: why it is not measured.

tool_start()
{
	cp /add/lttng.why $scratch/why
	return 1
}

tool_stop()
{
	:
}
