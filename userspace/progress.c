// SPDX-License-Identifier: GPL-2.0-only
/*
 * How far something that takes long has come, told to a terminal: one line of
 * standard error, after a second, gone when the result is there.
 */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "session.h"

#define PATIENCE_NS NSEC_PER_SEC
#define PERIOD_NS (NSEC_PER_SEC / 5)

static bool quiet, deaf, shown;
static __u64 next_ns;

/**
 * be_quiet() - tell nothing but results and errors: --quiet
 */
void be_quiet(void)
{
	quiet = true;
}

/**
 * is_quiet() - whether nothing but results and errors is to be told
 *
 * Return: true if so
 */
bool is_quiet(void)
{
	return quiet;
}

/**
 * progress_tell() - tell how much has been done
 * @done: how much
 * @total: of how much; when all is done the line goes
 */
void progress_tell(__u64 done, __u64 total)
{
	__u64 now;

	if (quiet || deaf)
		return;
	if (done >= total) {
		progress_end();
		return;
	}
	now = clock_ns(CLOCK_MONOTONIC);
	if (!next_ns) {
		next_ns = now + PATIENCE_NS;
		deaf = !isatty(STDERR_FILENO);
	}
	if (deaf || now < next_ns)
		return;
	next_ns = now + PERIOD_NS;
	shown = true;
	fprintf(stderr, "\rreading: %2llu %%", 100 * done / total);
}

/**
 * progress_end() - make the line go, for something else to be printed
 */
void progress_end(void)
{
	if (shown)
		fprintf(stderr, "\r%*s\r", (int)sizeof("reading: 99 %"), "");
	shown = false;
}
