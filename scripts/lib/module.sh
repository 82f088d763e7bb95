#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds of lowmark's module, of test modules (per kernel) and of the CLI (host).
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# A build tree mirrors the parts of the repository that make modules, so that
# kernels built for at the same time do not share objects.

src_filter=(--exclude='.*' --exclude='*.mod.c' --include='*/' --include='*.[chSs]'
	--include='Kbuild*' --include='Makefile*' --include='*.lds' --exclude='*')

# tree_copy TREE: bring the sources in TREE up to date; prints what changed.
# Compared by content and copied without times: what changed looks new to make.
tree_copy()
{
	local parts=() p
	for p in Kbuild module include tests/modules; do
		[ ! -e "$repo/$p" ] || parts+=("$p")
	done
	(cd "$repo" && rsync -rcmiR --delete "${src_filter[@]}" "${parts[@]}" "$1/")
	for p in "${modules[@]}"; do
		[[ $p == */* ]] || continue
		mkdir -p "$1/ext"
		rsync -rcmi --delete "${src_filter[@]}" "${p%/}/" "$1/ext/$(basename "$p")/"
	done
}

# tree_sync TREE: tree_copy; TREE/.changed is as new as the last change
tree_sync()
{
	local changed
	mkdir -p "$1"
	[ ! -e "$1/.copying" ] || touch "$1/.changed"
	touch "$1/.copying"
	changed=$(tree_copy "$1")
	[ -z "$changed" ] || touch "$1/.changed"
	rm "$1/.copying"
}

# module_path NAME: where NAME (lowmark, a test module or a path) is in the tree
module_path()
{
	case $1 in
	lowmark) echo . ;;
	*/*)	echo "ext/$(basename "$1")" ;;
	*)	echo "tests/modules/$1" ;;
	esac
}

# kbuild ROOT KDIR DIR TREE: make the modules in DIR, inside ROOT if there is one
kbuild()
{
	local root=$1 dir=${3#"$1"} tree=${4#"$1"} in=()
	[ -z "$root" ] || in=(in_root "$root")
	"${in[@]}" make -s -j"$(nproc)" -C "${2#"$root"}" M="${dir%/.}" W=1 \
		CONFIG_DEBUG_INFO_BTF_MODULES= "${make_args[@]}" modules 2>&1 |
		sed "s|$tree/||g" >&2
}

# layout_check: does the kernel have what lowmark assumes of it?
layout_check()
{
	local said
	said=$("$scripts/layout" ${user_kdir:+--kdir "$user_kdir"} --image "$bzimage" \
		--release "$kernel_release" 2>&1) || {
		echo "$said" >&2
		die build "module 'lowmark' does not fit $kernel"
	}
	say "$said"
}

# module_names NAME: the file that lists those of module_dir that it was built as
module_names()
{
	echo "$module_dir/.names-${1//\//_}"
}

# module_make NAME: build it if its sources changed; .ko files go to module_dir
module_make()
{
	local dir ko
	dir=$module_tree/$(module_path "$1")
	[ -e "$dir/Kbuild" ] || [ -e "$dir/Makefile" ] ||
		die usage "module '$1' has no Kbuild"
	if [ -n "$user_kdir" ] || [ ! "$dir/.built" -nt "$module_tree/.changed" ]; then
		rm -f "$dir/.built" "$dir"/*.ko
		[ "$1" != lowmark ] || layout_check
		kbuild "$module_root" "$module_kdir" "$dir" "$module_tree" ||
			die build "module '$1' does not build for $kernel"
		touch "$dir/.built"
	fi
	: >"$(module_names "$1").new"
	for ko in "$dir"/*.ko; do
		[ -e "$ko" ] || die build "module '$1' made no .ko"
		echo "${ko##*/}" >>"$(module_names "$1").new"
		! cmp -s "$ko" "$module_dir/${ko##*/}" || continue
		cp "$ko" "$module_dir/.${ko##*/}.new"
		mv "$module_dir/.${ko##*/}.new" "$module_dir/${ko##*/}"
	done
	mv "$(module_names "$1").new" "$(module_names "$1")"
}

# trees_prune: forget trees of our own roots that nobody has used for a month. Each
# use makes its directory new, by what tree_sync puts there for a while.
trees_prune()
{
	[ -z "$user_kdir" ] || return 0
	# Somebody who waits for a tree's lock is about to use it.
	find "${module_tree%/*}" -mindepth 1 -maxdepth 1 -type d -mtime +30 \
		-regextype posix-extended -regex '.*/[0-9a-f]{16}' \
		-exec flock -n {}/.lock rm -rf {} \;
}

# modules_make NAME...: bring the tree up to date and build what is wanted in it
modules_make()
{
	local m
	tree_sync "$module_tree"
	trees_prune
	for m; do module_make "$m"; done
}

# modules_build: build what is wanted for $kernel; sets module_dir, module_files.
# In a build root the tree is that of all clones of the repository: what was built
# for this kernel and has not changed since is not built again.
modules_build()
{
	local m ko id wanted=(lowmark "${modules[@]}")
	# With what decides how it is built, and whether it may be.
	id=$({ printf '%s\n' "$kernel" "${make_args[@]}"
		cat "$scripts"/layout* "$scripts"/lib/{layout.awk,inflate.sh,module.sh}
	} | digest)
	module_dir=$repo/build/vm/$kernel
	module_root=$user_root
	module_kdir=$user_kdir
	if [ -z "$user_kdir" ]; then
		module_root=$kernel_dir/root
		module_kdir=$module_root/lib/modules/$kernel_release/build
	fi
	module_tree=${module_root:-$module_dir}/build/$id
	module_files=()
	if [ -z "$no_build" ]; then
		need_tool make rsync
		locked "$module_dir/.lock" locked "$module_tree/.lock" \
			modules_make "${wanted[@]}"
	fi
	for m in "${wanted[@]}"; do
		[ -e "$(module_names "$m")" ] ||
			die build "module '$m' is not built for $kernel"
		while read -r ko; do
			module_files+=("$module_dir/$ko")
		done <"$(module_names "$m")"
	done
}

# cli_build: build/lowmark on this machine
cli_build()
{
	[ -z "$no_build" ] || return 0
	locked "$repo/build/vm/.cli.lock" make -s -C "$repo" userspace >&2 ||
		die build "the CLI does not build"
}
