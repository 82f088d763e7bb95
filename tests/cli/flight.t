#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The options of record --flight: where the mistake in a list of triggers is.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# mistake TRIGGERS CHARACTER WHAT: --on is refused, with a caret below the place
mistake()
{
	local caret
	run record --flight --on oom --on "$1"
	judge "--on '$1'" 2 "record: --on, character $2: .*$3" ''
	caret=$(sed -n 2p "$work/err")
	[ "$(sed -n 1p "$work/err")" = "  $1" ] && [ "${caret##* }" = '^' ] &&
		[ ${#caret} = $((2 + $2)) ]
	result "--on '$1': the caret is below it"
}

mistake 'stall>20' 9 'a unit belongs here'
mistake 'stall=20ms' 6 "'>' and a time"
mistake 'user,fial>=3' 6 'not stall>TIME, fail>=ORDER'
mistake 'fail>=three' 7 'a whole number'
mistake 'below-min>1s;user' 13 'a comma or the end'
mistake 'stall>99h' 7 'longer than a day'
mistake '' 1 'not stall>TIME'
mistake 'oom' 1 'twice'

run record --flight --on none
judge "--on none" 2 'character 1: this waits for nothing' ''
run record --flight --on "$(printf '%0300d' 0)"
judge "--on with 300 characters" 2 'too many triggers' ''
run record --on oom
judge "--on without --flight" 2 'record: --on needs --flight' ''
run record --exec true --keep 3s
judge "--exec without --flight" 2 'record: --exec needs --flight' ''
run record --flight --on oom --max-size 3M
judge "--flight with --max-size" 2 'not with --max-size' ''
for bad in 'keep 0' 'keep x' 'post 2h' 'post -1' 'max 0' 'max x'; do
	# shellcheck disable=SC2086 # two words
	run record --flight --$bad
	judge "--$bad" 2 "record: '${bad#* }' is not a" ''
done
run record --flight --on 'stall>20ms,fail>=3,hopeless,below-min>1s,oom' \
	--keep 30s --post 1s --max 10 --exec true -- true
judge "good options without the module" 3 "not a directory of lowmark's module" ''

finish
