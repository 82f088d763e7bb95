#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The kernel inside a compressed image.

is_elf()
{
	[ "$(head -c 4 "$1" | tr -d '\0')" = $'\x7fELF' ]
}

# inflate IMAGE TO: fails if IMAGE is not compressed, or by what is not known here
inflate()
{
	local at magic found
	! is_elf "$1" || return 1
	for magic in 'xz \xfd7zXZ\x00' 'zstd \x28\xb5\x2f\xfd' \
		'lz4 \x02\x21\x4c\x18'; do
		# The code that unpacks may have the same bytes.
		mapfile -t found < <(LC_ALL=C grep -obaUP "${magic#* }" "$1" | cut -d: -f1)
		for at in "${found[@]}"; do
			tail -c +$((at + 1)) "$1" |
				"${magic%% *}" -dcq >"$2" 2>/dev/null || true
			! is_elf "$2" || return 0
		done
	done
	rm -f "$2"
	return 1
}
