#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs a command several times with its output thrown away and prints the least
CPU seconds, user and system, and the most memory in MiB.

Usage: timed.py TIMES COMMAND..."""
import os
import subprocess
import sys


def once(command):
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"timed.py: {command[0]} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


runs = [once(sys.argv[2:]) for _ in range(int(sys.argv[1]))]
print(f"{min(r[0] for r in runs):.4f} {max(r[1] for r in runs):.1f}")
