#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What slow gates remember from run to run: which files passed. A file is known by
# a digest of all that the gate's answer depends on.
# shellcheck disable=SC2154 # cache is a global of util.sh

passed_dir=$cache/passed

# not_passed: of lines "DIGEST FILE" those that are not known to pass
not_passed()
{
	local digest file
	while read -r digest file; do
		[ -e "$passed_dir/$digest" ] || echo "$digest $file"
	done
}

# passed: remember lines "DIGEST FILE", for a month
passed()
{
	mkdir -p "$passed_dir"
	cut -d ' ' -f 1 | (cd "$passed_dir" && xargs -r touch)
	find "$passed_dir" -type f -mtime +30 -delete
}
