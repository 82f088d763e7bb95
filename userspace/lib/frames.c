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

/* The nearest symbol at or before an address, and where its module ends. */
struct nearest {
	__u64 begin;
	__u64 end;
	bool is_text;
	char name[LM_SYMBOL_SIZE];
	char module[LM_MODULE_SIZE];
};

/*
 * A module that is loaded. Its text is at the begin; the end is that of all its
 * memory, if that were in one piece, which it is not since 6.4.
 */
struct module {
	__u64 begin;
	__u64 end;
	char name[LM_MODULE_SIZE];
};

struct modules {
	struct module *list;
	size_t nr;
};

/* While the symbols are gone through: the last one before each address */
struct search {
	const struct lm_frames *frames;
	const struct modules *modules;
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

static int add_module(struct modules *modules, const char *line)
{
	unsigned long long begin, size;
	struct module new;
	void *larger;

	if (sscanf(line, "%55s %llu %*s %*s %*s 0x%llx", new.name, &size,
		   &begin) != 3)
		return 0;
	new.begin = begin;
	new.end = begin + size;
	larger = realloc(modules->list,
			 (modules->nr + 1) * sizeof(*modules->list));
	if (!larger)
		return -ENOMEM;
	modules->list = larger;
	modules->list[modules->nr++] = new;
	return 0;
}

static int read_modules(struct modules *modules, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	int ret = 0;

	if (!file)
		return 0;
	/* A line has the names of all who use the module. */
	while (!ret && getline(&line, &size, file) >= 0)
		ret = add_module(modules, line);
	free(line);
	fclose(file);
	return ret;
}

/* What kallsyms tells of what is no module: programs of BPF, trampolines */
static bool is_pseudo(const char *module)
{
	return !strcmp(module, "bpf") || !strncmp(module, "__builtin__", 11);
}

/* What lies behind a module may be of one that has been unloaded since. */
static __u64 end_of(const struct modules *modules,
		    const struct lm_kallsym *symbol)
{
	size_t i;

	if (!symbol->module || is_pseudo(symbol->module))
		return ~0ULL;
	for (i = 0; i < modules->nr; i++)
		if (!strcmp(modules->list[i].name, symbol->module))
			return modules->list[i].end;
	return 0;
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
	nearest->end = end_of(search->modules, symbol);
	snprintf(nearest->name, sizeof(nearest->name), "%s", symbol->name);
	snprintf(nearest->module, sizeof(nearest->module), "%s",
		 symbol->module ? symbol->module : "");
}

/* A line is not longer than its reader takes: a long name is cut. */
static void put_name(FILE *out, __u64 address, const struct nearest *nearest)
{
	char offset[LM_MODULE_SIZE + 16];
	int len;

	len = snprintf(offset, sizeof(offset), "+0x%llx%s%s%s",
		       address - nearest->begin, *nearest->module ? "[" : "",
		       nearest->module, *nearest->module ? "]" : "");
	fprintf(out, "0x%llx %.*s%s\n", address, LM_SYMBOL_SIZE - 1 - len,
		nearest->name, offset);
}

static void put_line(FILE *out, __u64 address, const struct nearest *nearest)
{
	/* All begin at 0 for those who may not know. */
	if (nearest->begin && nearest->is_text && address <= nearest->end &&
	    address - nearest->begin <= LONGEST_FUNCTION)
		put_name(out, address, nearest);
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
 * @kallsyms: file like /proc/kallsyms
 * @loaded: file like /proc/modules; without it addresses in modules have no name
 *
 * Return: text of the section SYMBOLS, to be freed; "" if no address has a name,
 * or if the symbols cannot be read to the end; NULL without memory
 */
char *lm_frames_symbols(struct lm_frames *frames, const char *kallsyms,
			const char *loaded)
{
	struct modules modules = { 0 };
	struct search search = { .frames = frames, .modules = &modules };
	char *text = NULL;

	sort(frames);
	search.nearest = calloc(frames->nr + 1, sizeof(*search.nearest));
	if (!search.nearest)
		return NULL;
	if (read_modules(&modules, loaded))
		goto out;
	/* The nearest of those that were read need not be the nearest. */
	if (lm_kallsyms_scan(kallsyms, take_symbol, &search))
		text = strdup("");
	else
		text = put_lines(frames, search.nearest);
out:
	free(modules.list);
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
