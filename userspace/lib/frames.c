// SPDX-License-Identifier: GPL-2.0-only
/*
 * Collecting the addresses of the stacks in a recording, and naming them by the
 * symbols of the running kernel.
 */
#include "frames.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chunk.h"
#include "kallsyms.h"
#include "symbols.h"

#define FIRST_ROOM 1024
/* No function is longer: what is farther from a symbol is not in it. */
#define LONGEST_FUNCTION 0x40000

/* The nearest symbol at or before an address. */
struct nearest {
	__u64 begin;
	bool is_text;
	char name[LM_SYMBOL_SIZE];
};

/* While the symbols are gone through: the last one before each address */
struct search {
	const struct lm_frames *frames;
	struct nearest *nearest;
};

static int compare(const void *a, const void *b)
{
	const __u64 *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void sort(struct lm_frames *frames)
{
	size_t i, nr = 0;

	if (!frames->nr)
		return;
	qsort(frames->list, frames->nr, sizeof(*frames->list), compare);
	for (i = 0; i < frames->nr; i++)
		if (!nr || frames->list[nr - 1] != frames->list[i])
			frames->list[nr++] = frames->list[i];
	frames->nr = nr;
}

/* Most addresses come again and again: to sort them out may give room enough. */
static int make_room(struct lm_frames *frames)
{
	size_t room = frames->room ? 2 * frames->room : FIRST_ROOM;
	void *larger;

	sort(frames);
	if (frames->room && frames->nr <= frames->room / 2)
		return 0;
	larger = realloc(frames->list, room * sizeof(*frames->list));
	if (!larger)
		return -ENOMEM;
	frames->list = larger;
	frames->room = room;
	return 0;
}

static int add_stack(struct lm_frames *frames,
		     const struct lowmark_rec_stack *stack)
{
	unsigned int i;

	if (frames->room - frames->nr < LOWMARK_STACK_DEPTH &&
	    make_room(frames))
		return -ENOMEM;
	for (i = 0; i < LOWMARK_STACK_DEPTH && stack->frames[i]; i++)
		frames->list[frames->nr++] = stack->frames[i];
	return 0;
}

/**
 * lm_frames_add() - collect the addresses of a chunk
 * @frames: the addresses
 * @data: the chunk, aligned to 8 bytes
 * @len: bytes that are readable there
 *
 * Return: 0 or -ENOMEM; a damaged chunk gives what comes before the damage
 */
int lm_frames_add(struct lm_frames *frames, const void *data, size_t len)
{
	struct lm_cursor cursor;
	int ret = 0;

	if (lm_cursor_init(&cursor, data, len))
		return 0;
	while (!ret && lm_cursor_next(&cursor) > 0)
		if (cursor.event.record->type == LOWMARK_REC_STACK)
			ret = add_stack(frames,
					(const void *)cursor.event.record);
	return ret;
}

/*
 * Addresses are those that calls return to. One behind a call that never
 * returns may be the begin of the next function.
 */
static size_t first_behind(const struct lm_frames *frames, __u64 begin)
{
	size_t low = 0, high = frames->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (frames->list[middle] > begin)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Of the names of one address the first is taken, as the kernel does. */
static void take_symbol(void *arg, const struct lm_kallsym *symbol)
{
	const struct search *search = arg;
	size_t i = first_behind(search->frames, symbol->address);
	struct nearest *nearest = &search->nearest[i];

	if (i == search->frames->nr ||
	    (nearest->begin && symbol->address <= nearest->begin))
		return;
	nearest->begin = symbol->address;
	nearest->is_text = strchr("tTwW", symbol->type);
	snprintf(nearest->name, sizeof(nearest->name) - strlen("+0xfffff"),
		 "%s", symbol->name);
}

static void put_line(FILE *out, __u64 address, const struct nearest *nearest)
{
	__u64 offset = address - nearest->begin;

	/* All begin at 0 for those who may not know. */
	if (nearest->begin && nearest->is_text && offset <= LONGEST_FUNCTION)
		fprintf(out, "0x%llx %s+0x%llx\n", address, nearest->name,
			offset);
}

static char *put_lines(const struct lm_frames *frames,
		       const struct nearest *list)
{
	const struct nearest *nearest = list;
	char *text = NULL;
	size_t i, len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return NULL;
	/* What is the nearest of one may be that of those that follow. */
	for (i = 0; i < frames->nr; i++) {
		if (list[i].begin > nearest->begin)
			nearest = &list[i];
		put_line(out, frames->list[i], nearest);
	}
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

/**
 * lm_frames_symbols() - name the addresses
 * @frames: the addresses
 * @path: file like /proc/kallsyms
 *
 * Return: text of the section SYMBOLS, to be freed; "" if no address has a name,
 * NULL without memory
 */
char *lm_frames_symbols(struct lm_frames *frames, const char *path)
{
	struct search search = { .frames = frames };
	char *text = NULL;

	sort(frames);
	search.nearest = calloc(frames->nr + 1, sizeof(*search.nearest));
	if (!search.nearest)
		return NULL;
	lm_kallsyms_scan(path, take_symbol, &search);
	text = put_lines(frames, search.nearest);
	free(search.nearest);
	return text;
}

/**
 * lm_frames_deinit() - forget the addresses
 * @frames: the addresses
 */
void lm_frames_deinit(struct lm_frames *frames)
{
	free(frames->list);
	*frames = (struct lm_frames){ 0 };
}
