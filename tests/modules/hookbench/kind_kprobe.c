// SPDX-License-Identifier: GPL-2.0-only
/*
 * Empty kprobes and kretprobes.
 */
#include <linux/kprobes.h>

#include "kinds.h"

static notrace int hit(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

static notrace int enter(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return 0;
}

static notrace int skip(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return 1;
}

static struct kprobe kprobe = { .pre_handler = hit };
static struct kretprobe kretprobe = { .handler = enter, .maxactive = 64 };

/**
 * place_kprobe() - a kprobe
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_kprobe(const char *symbol)
{
	kprobe.symbol_name = symbol;
	return register_kprobe(&kprobe);
}

/**
 * remove_kprobe() - take it away
 */
void remove_kprobe(void)
{
	unregister_kprobe(&kprobe);
}

/**
 * place_kretprobe() - a kretprobe that sees every return
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_kretprobe(const char *symbol)
{
	kretprobe.kp.symbol_name = symbol;
	kretprobe.entry_handler = enter;
	return register_kretprobe(&kretprobe);
}

/**
 * place_kretskip() - a kretprobe that sees no return
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_kretskip(const char *symbol)
{
	kretprobe.kp.symbol_name = symbol;
	kretprobe.entry_handler = skip;
	return register_kretprobe(&kretprobe);
}

/**
 * remove_kretprobe() - take it away
 */
void remove_kretprobe(void)
{
	unregister_kretprobe(&kretprobe);
}
