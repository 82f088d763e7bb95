#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The gates of scripts/check. Each prints what is wrong and then fails.
# shellcheck disable=SC2154 # checkpatch_dir is a global of checkpatch.sh

# What checkpatch cannot follow in lists of macros, as in lowmark_record.h. Such
# lists stand between "clang-format off" and "on"; so it is told of such files
# and of those that expand the lists of the records.
list_types=COMPLEX_MACRO,MACRO_ARG_REUSE,MULTISTATEMENT_MACRO_USE_DO_WHILE
list_types+=,TRAILING_SEMICOLON,LINE_SPACING

# A row of a header's list is one line; a typedef names an array; _Static_assert.
header_types=LONG_LINE,NEW_TYPEDEFS,CAMELCASE

# C of which checkpatch thinks that it is misspaced: [X] = in macros, _Generic.
expansion_types=BRACKET_SPACE,SPACING,INDENTED_LABEL,MACRO_ARG_PRECEDENCE

# What only kernel code can obey (ARRAY_SIZE, __printf), or clang-format decides.
user_types=ARRAY_SIZE,BIT_MACRO,CAMELCASE,ENOSYS,OPEN_ENDED_LINE
user_types+=,PREFER_DEFINED_ATTRIBUTE_MACRO

# The one place that knows of versions, and of names that are gone since.
compat_types=LINUX_VERSION_CODE,CONSTANT_COMPARISON
compat_types+=,STRLCPY,NEW_TYPEDEFS,DEPRECATED_API,CAMELCASE

# Assertions of tests leave the test.
test_types=MACRO_WITH_FLOW_CONTROL

user_flags=(-std=gnu11 -D_GNU_SOURCE -Iinclude -Iuserspace)

# files PATTERN...: the project's files
files()
{
	git ls-files --cached --others --exclude-standard -- "$@" |
		while IFS= read -r f; do
			[ ! -f "$f" ] || echo "$f"
		done
}

user_sources()
{
	files 'userspace/*.c' 'tests/unit/*.c' 'tests/fuzz/*.c' \
		module/describe.c module/render.c module/watermark.c \
		module/trigger_parse.c module/filter_parse.c module/filter_text.c
}

scripts_all()
{
	files 'scripts/*' 'tests/*' .ci/run | while IFS= read -r f; do
		! head -n 1 "$f" | grep -qE '^#!.*\b(ba|da)?sh\b' || echo "$f"
	done
}

# none: fail if there is anything on stdin, and show it
none()
{
	! grep .
}

# ignored_types FILE: what checkpatch shall not say of it
ignored_types()
{
	local types=LONG_LINE_STRING
	case $1 in
	include/*)	types+=,$header_types ;;
	module/compat*)	types+=,$compat_types ;;
	userspace/* | tests/bpf/* | module/describe.c | module/render.c | module/watermark.c | module/*_parse.c | module/filter_text.c) types+=,$user_types ;;
	tests/bench/*) types+=,$user_types,$test_types,VOLATILE ;;
	tests/unit/* | tests/fuzz/*) types+=,$user_types,$test_types ;;
	esac
	! grep -qE 'clang-format off|LOWMARK_(RECORDS|ENUMS|DECISIONS)\(' "$1" || types+=,$list_types,$expansion_types
	echo "$types"
}

# all_of FILE...: a digest of them and of stdin
all_of()
{
	cat -- "$@" - | sha256sum | cut -d ' ' -f 1
}

gate_checkpatch()
{
	local f rules types list=build/static/checkpatch.list
	checkpatch --help >/dev/null
	rules=$(all_of "$checkpatch_dir"/* .checkpatch.conf </dev/null)
	files '*.c' '*.h' | while IFS= read -r f; do
		types=$(ignored_types "$f")
		echo "$(all_of "$f" <<<"$rules $types $f") $types $f"
	done | not_passed >$list
	cut -d ' ' -f 2 $list | sort -u | while read -r types; do
		mapfile -t f < <(sed -n "s/^[^ ]* $types //p" $list)
		checkpatch --ignore "$types" -f "${f[@]}" 2>/dev/null ||
			[ $? = 1 ]
	done | none
	passed <$list
}

gate_kernel_doc()
{
	local tool
	tool=$(printf '%s\n' /usr/lib/linux-kbuild-*/scripts/kernel-doc | sort -V | tail -n 1)
	files 'include/*.h' 'module/*.[ch]' 'userspace/*.[ch]' | xargs "$tool" -none -Werror
}

kernel_headers()
{
	local dirs
	dirs=$(printf '%s\n' /usr/src/linux-headers-*-amd64 | sort -V | tail -n 1)
	echo "${LOWMARK_KDIR:-$dirs}"
}

# W=1 and sparse, in a copy, so that no object lands in the tree
gate_module_build()
{
	local dir=$PWD/build/static/module
	rm -rf "$dir"
	mkdir -p "$dir"
	cp -R Kbuild include module "$dir"
	make -s -C "$(kernel_headers)" M="$dir" W=1 C=2 CF=-D__CHECK_ENDIAN__ \
		CONFIG_DEBUG_INFO_BTF_MODULES= modules >build/static/make.log 2>&1 ||
		{ cat build/static/make.log; false; }
	! grep -E 'warning|error' build/static/make.log
}

# The modules of tests and benchmarks build as well, whether a test loads them or not.
gate_test_modules()
{
	local name dir=$PWD/build/static/tests
	rm -rf "$dir"
	mkdir -p "$dir/tests"
	cp -R include module "$dir"
	cp -R tests/modules "$dir/tests"
	for name in "$dir"/tests/modules/*; do
		make -s -C "$(kernel_headers)" M="$name" \
			CONFIG_DEBUG_INFO_BTF_MODULES= modules 2>&1 ||
			echo "error: ${name##*/} does not build"
	done >build/static/make.log
	! grep -E 'warning|error' build/static/make.log
}

# Every global symbol of the module carries its prefix.
gate_symbols()
{
	nm -g --defined-only build/static/module/lowmark.ko |
		awk '$3 !~ /^(lowmark$|lowmark_|lm_|__this_module$|init_module$|cleanup_module$|__pfx_|__cfi_|__SC[KT]__lowmark_)/' |
		none
}

gate_warnings()
{
	make -s -j2 B=build/static/werror WERROR=1 objects
}

gate_cppcheck()
{
	user_sources | xargs cppcheck --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 --quiet --std=c11 \
		--suppress=missingInclude "${user_flags[@]:1}"
}

gate_clang_tidy()
{
	local f rules list=build/static/clang-tidy.list
	rules=$(clang-tidy --version | all_of .clang-tidy)
	user_sources | while IFS= read -r f; do
		echo "$({
			echo "$rules" "${user_flags[*]}"
			gcc "${user_flags[@]}" -MM "$f" | tr -d '\\\n' |
				cut -d : -f 2 | xargs cat
			gcc "${user_flags[@]}" -E "$f"
		} | all_of) $f"
	done | not_passed >$list
	# shellcheck disable=SC2016 # $@ is the inner shell's
	cut -d ' ' -f 2 $list | xargs -r -P2 -n6 sh -c \
		'clang-tidy --quiet "$@" -- '"${user_flags[*]}"' 2>/dev/null' sh
	passed <$list
}

gate_clang_format()
{
	files 'userspace/*.[ch]' 'tests/unit/*.[ch]' 'tests/fuzz/*.[ch]' 'tests/bpf/*.[ch]' |
		xargs clang-format --dry-run -Werror 2>&1 |
		{ grep -E ': (error|warning):' || true; } | cut -d: -f1 | sort | uniq -c |
		sed 's/$/: clang-format -i would change so many places/' | none
}

gate_shellcheck()
{
	scripts_all | xargs shellcheck -x
}

gate_pyflakes()
{
	files '*.py' | xargs pyflakes3
}

gate_codespell()
{
	files | grep -vE '^(LICENSE|third_party/|\.clang-format$)' | xargs codespell --ignore-words-list=parm,nd,stap
}

gate_spdx()
{
	files | grep -vE '\.(md|json|txt|lowmark)$|^LICENSE|^third_party/|^\.gitignore$|/fixtures/' |
		while IFS= read -r f; do
			head -n 2 "$f" | grep -q SPDX-License-Identifier: || echo "$f"
		done | none
}

# History of the kernel is behind one door.
gate_kernel_versions()
{
	files '*.c' '*.h' | grep -vE '^module/compat' |
		{ xargs grep -nE '\b(LINUX_VERSION_CODE|KERNEL_VERSION|RHEL_[A-Z_]*) *(\(|\b)' || true; } |
		none
}

gate_file_size()
{
	files | grep -vE '^(LICENSE|\.clang-format$|docs/(format|decisions)\.md$)|/fixtures/|\.lowmark$' |
		xargs wc -l | awk '$2 != "total" && $1 > 500' | none
}

# What is generated is what the code says now.
gate_docs()
{
	local doc
	make -s userspace
	for doc in format decisions; do
		build/lowmark help --$doc-doc | diff docs/$doc.md - ||
			{ echo "docs/$doc.md is out of date: make docs"; false; }
	done
}
