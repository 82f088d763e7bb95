// SPDX-License-Identifier: GPL-2.0-only
/*
 * docs/decisions.md, made from the list of decisions.
 */
#include "decisions_doc.h"

#include <ctype.h>
#include <stddef.h>

#include "lowmark_decisions.h"

static const char head_text[] =
	"# The decisions, and how lowmark sees them\n"
	"\n"
	"Generated from `include/lowmark_decisions.h` by `make docs`; do not edit.\n"
	"\n"
	"For a reader of the kernel's `mm/page_alloc.c` and `mm/vmscan.c`: every decision\n"
	"that lowmark knows of, the kernels and the function that take it, and what it is\n"
	"read from. `lowmark doctor --decisions` tells the same of the running kernel, as\n"
	"the file `decisions` in debugfs does:\n"
	"\n"
	"| state | meaning |\n"
	"| --- | --- |\n"
	"| observed | all of its hooks are placed; they see it happen |\n"
	"| derived | concluded from what hooks see and from the state of the kernel |\n"
	"| absent | this kernel does not decide so; reports say n/a |\n"
	"| unobservable | this kernel decides so, and lowmark cannot see it |\n"
	"| off | nothing is recorded at the moment |\n"
	"\n"
	"Hooks are rows of `module/hooks.h`; of which kernel functions they are, `caps`\n"
	"in debugfs tells. `skip`, `rescan`, `retry` and `hopeless` records have a field\n"
	"`observed` that says of the single event whether it was seen. Functions are named\n"
	"as in the source; many are inlined, which costs nothing where a hook is placed\n"
	"on what they call.\n";

static const struct part {
	char id;
	const char *title;
} parts[] = {
	{ 'G', "Scan of the zonelist" }, { 'S', "Slow path" },
	{ 'W', "Wake of kswapd" },	 { 'K', "kswapd and watermarks" },
	{ 'F', "Fair zone policy" },	 { 'Z', "Zonelist cache" },
};

struct decision {
	const char *id;
	const char *what;
	const char *kernels;
	const char *function;
	const char *seen;
	const char *limit;
	const char *from;
	const char *basis;
	const char *source;
};

/* clang-format off */
#define HOOK(ID) " " #ID
#define LOWMARK_FAIR_ERA(hooks) hooks
#define ROW(id, what, kernels, function, HAS, seen, limit, from, basis, source) \
	{ id, what, kernels, function, "" seen, limit, "" from, basis, source },
static const struct decision decisions[] = { LOWMARK_DECISIONS(ROW, HOOK) };
#undef ROW
#undef HOOK
/* clang-format on */

/* Hooks are named in lower case everywhere but in the list. */
static void print_hooks(FILE *out, const char *hooks)
{
	for (hooks++; *hooks; hooks++)
		if (*hooks == ' ')
			fputs(", ", out);
		else
			fputc(tolower((unsigned char)*hooks), out);
}

static void print_how(FILE *out, const struct decision *d)
{
	if (*d->seen) {
		fputs("observed by ", out);
		print_hooks(out, d->seen);
		if (*d->limit)
			fprintf(out, " (%s)", d->limit);
	}
	if (*d->from) {
		fprintf(out, "%sderived from ", *d->seen ? "; else " : "");
		print_hooks(out, d->from);
		fprintf(out, ": %s", d->basis);
	}
	if (!*d->seen && !*d->from)
		fprintf(out, "unobservable: %s", d->basis);
}

static void print_part(FILE *out, const struct part *part)
{
	size_t i;

	fprintf(out, "\n## %s\n\n", part->title);
	fputs("| id | decision | kernels | function | how | record: fields |\n"
	      "| --- | --- | --- | --- | --- | --- |\n",
	      out);
	for (i = 0; i < sizeof(decisions) / sizeof(*decisions); i++) {
		const struct decision *d = &decisions[i];

		if (d->id[0] != part->id)
			continue;
		fprintf(out, "| %s | %s | %s | %s | ", d->id, d->what,
			d->kernels, d->function);
		print_how(out, d);
		fprintf(out, " | %s |\n", *d->source ? d->source : "-");
	}
}

/**
 * print_decisions_doc - print docs/decisions.md
 * @out: where to
 */
void print_decisions_doc(FILE *out)
{
	size_t i;

	fputs(head_text, out);
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		print_part(out, &parts[i]);
}
