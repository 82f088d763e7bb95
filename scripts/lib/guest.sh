#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Run of one guest: start QEMU, follow it, collect what it sends, judge its log.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# last_words: the kernel's first complaint and what follows, or else its last lines
last_words()
{
	if grep -qE "$fatal" "$console"; then
		sed -nE "/$fatal/,\$p" "$console" | head -n 30
	else
		tail -n 12 "$console"
	fi | tr -d '\r' | sed 's/^/  | /' >&2
}
fatal='BUG: |kernel BUG|Oops[: ]|general protection|Kernel panic|sysrq: Trigger a crash'

# guest_start: QEMU in the background, its streams passed on; sets qemu, readers
guest_start()
{
	local s
	rm -f "$run"/{control,stdout,stderr}
	mkfifo "$run/control" "$run/stdout" "$run/stderr"
	: >"$run/out"
	partial=
	# Held open here, a pipe has no end until guest_stop closes it.
	exec {control}<>"$run/control" {hold1}<>"$run/stdout" {hold2}<>"$run/stderr"
	tee "$run/stdout.got" <"$run/stdout" {hold1}<&- {hold2}<&- {control}<&- &
	readers=($!)
	tee "$run/stderr.got" <"$run/stderr" >&2 {hold1}<&- {hold2}<&- {control}<&- &
	readers+=($!)
	: >"$console"
	setpriv --pdeathsig TERM -- "${qemu_cmd[@]}" "${args[@]}" \
		-chardev "file,id=console,path=$console" -serial chardev:console \
		</dev/null >"$run/qemu.log" 2>&1 {hold1}<&- {hold2}<&- {control}<&- &
	qemu=$!
}

alive()
{
	kill -0 "$qemu" 2>/dev/null
}

# guest_stop: end QEMU and let the streams drain
guest_stop()
{
	[ -n "${qemu:-}" ] || return 0
	kill "$qemu" 2>/dev/null || true
	wait "$qemu" 2>/dev/null || true
	qemu=
	exec {hold1}<&- {hold2}<&- {control}<&-
	wait "${readers[@]}" 2>/dev/null || true
}

# fail WHAT MESSAGE: stop the guest, show its last words
fail()
{
	guest_stop
	last_words
	die "$1" "$2; log: $console_shown"
}

# guest_died: QEMU ended by itself while CMD ran, or is about to; say why
guest_died()
{
	! grep -q 'Oops: int3' "$console" ||
		say "an int3 oops is mostly QEMU's error; does --thread single show it?"
	! grep -qE "$fatal" "$console" || fail panic "the guest's kernel panicked"
	fail lost "the guest ended without a status"
}

# listened_to: whoever reads our output is still there
listened_to()
{
	kill -0 "${readers[0]}" 2>/dev/null && kill -0 "${readers[1]}" 2>/dev/null &&
		return
	guest_stop
	exit 141 # as if by SIGPIPE
}

# read_line SECONDS: read a whole control line into $line. What comes before the
# time is over is kept for the next call: read would consume and forget it.
read_line()
{
	local status=0
	read -r -t "$1" -u "$control" line || status=$?
	line=$partial$line
	partial=
	[ $status != 0 ] || return 0
	partial=$line
	return $status
}

# next_line WORD SECONDS: read control lines up to one starting with WORD, left in
# $line; 1 when the guest died, 2 when the time is over
next_line()
{
	local end=$((SECONDS + $2))
	while [ $SECONDS -le $end ]; do
		listened_to
		if read_line 1; then
			[ "${line%% *}" != "$1" ] || return 0
		elif ! alive; then
			read_line 0.1 || return 1
			[ "${line%% *}" = "$1" ]
			return
		elif tail -c 4096 "$console" | grep -q 'Kernel panic'; then
			sleep 1
			return 1
		fi
	done
	return 2
}

# boot: start the guest up to its init. A guest that panics before that gets another
# try: nothing of lowmark was in it yet, and QEMU's parallel TCG is not perfect.
boot()
{
	local try line err
	for try in 1 2; do
		guest_start
		next_line hello "$boot_timeout" && return
		err=$?
		[ $err = 1 ] || fail boot "no sign of init within ${boot_timeout}s"
		guest_stop
		sed 's/^/  | /' "$run/qemu.log" >&2
		[ $try = 1 ] || break
		grep -qE "$fatal" "$console" || break
		say "the guest panicked while booting; once more"
	done
	! grep -q 'lowmark-vm: no virtio' "$console" ||
		fail boot "the kernel lacks virtio_pci or virtio_console"
	fail boot "the guest ended before its init was ready"
}

# received NAME BYTES: wait until the host has all the guest sent
received()
{
	local have last=-1 stalled=0
	while have=$(stat -c %s "$run/$1"); [ "$have" -lt "$2" ]; do
		[ "$have" != "$last" ] && stalled=0 || stalled=$((stalled + 1))
		last=$have
		{ alive && [ $stalled -lt 600 ]; } ||
			fail lost "only $have of $2 bytes of $1 arrived"
		listened_to
		sleep 0.1
	done
}

# log_settled: the console has been written up to the end of CMD
log_settled()
{
	local i
	for ((i = 0; i < 50; i++)); do
		! tail -c 8192 "$console" | grep -q 'lowmark-vm: end' || return 0
		sleep 0.1
	done
}

# dirty_lines: lines of the kernel log since CMD began that must not be there
dirty_lines()
{
	tr -d '\r' <"$console" | sed '1,/lowmark-vm: begin/d' |
		grep -E -f <(grep -v "^#" "$scripts/lib/dmesg-dirty.txt") |
		grep -vE "${allow_dmesg:-^$}"
}

# unpack_out: what the guest left in /out, to where it was asked for
unpack_out()
{
	[ -z "$out" ] ||
		tar -x -f "$run/out" -C "$out" --no-same-owner --no-overwrite-dir
}

# guest_run: sets status to CMD's, or ends with a code of our own
guest_run()
{
	local line bytes1 bytes2 bytes3 torn bad
	boot
	next_line exit "$timeout" || {
		[ $? = 1 ] || fail timeout "CMD still runs after ${timeout}s"
		guest_died
	}
	read -r _ status bytes1 bytes2 bytes3 torn <<<"$line"
	received stdout.got "$bytes1"
	received stderr.got "$bytes2"
	[[ $bytes3 =~ ^[0-9]+$ ]] ||
		fail lost "the guest could not send its /out (CMD's status was $status)"
	received out "$bytes3"
	log_settled
	guest_stop
	[ "$torn" = 0 ] || {
		tr -d '\r' <"$console" | grep -o 'lowmark-vm: /out: .*' >&2 || :
		unpack_out 2>/dev/null || : # as far as it goes
		die lost "the guest could not read all of its /out (CMD's status was $status)"
	}
	unpack_out || die lost "the guest's /out does not unpack"
	bad=$(dirty_lines) || return 0
	echo "vm: kernel log is not clean (CMD's status was $status; log: $console_shown)" >&2
	echo "  | ${bad//$'\n'/$'\n  | '}" >&2
	status=${codes[dirty]}
}

# guest_shell: the serial console on this terminal
guest_shell()
{
	args+=(-chardev "stdio,id=console,mux=on,signal=off"
		-serial chardev:console -mon chardev=console)
	echo 'vm: leave with "exit", or Ctrl-A X' >&2
	"${qemu_cmd[@]}" "${args[@]}"
}
