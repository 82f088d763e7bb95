// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the kernel's symbols, and telling the clones of a function.
 */
#include "kallsyms.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lowmark_clones.h"

static bool is_looked_up(const char *suffix)
{
	static const char *const suffixes[] = { LOWMARK_CLONE_SUFFIXES };
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (!strcmp(suffix, suffixes[i]))
			return true;
	return false;
}

/**
 * lm_clone_of - whether a symbol is a function, or what the compiler made of it
 * @symbol: the symbol, for example "wake_all.constprop.0"
 * @function: name of the function in the source
 *
 * Return: how they relate.
 */
enum lm_clone lm_clone_of(const char *symbol, const char *function)
{
	size_t len = strlen(function);

	if (strncmp(symbol, function, len) != 0)
		return LM_CLONE_NONE;
	symbol += len;
	if (!*symbol)
		return LM_CLONE_EXACT;
	if (*symbol != '.')
		return LM_CLONE_NONE;
	if (is_looked_up(symbol))
		return LM_CLONE_WHOLE;
	if (strstr(symbol, ".cold"))
		return LM_CLONE_COLD;
	if (strstr(symbol, ".part."))
		return LM_CLONE_PART;
	if (strstr(symbol, ".constprop.") || strstr(symbol, ".isra.") ||
	    strstr(symbol, ".llvm."))
		return LM_CLONE_OTHER;
	return LM_CLONE_NONE;
}

/* "address type name" with "[module]" after it for symbols of modules */
static bool take_line(struct lm_kallsym *symbol, const char *line)
{
	static char name[512], module[LM_MODULE_SIZE];
	size_t digits = strspn(line, "0123456789abcdef");
	unsigned long long address;
	int end = 0;

	if (digits != 8 && digits != 16)
		return false;
	if (sscanf(line, "%llx %c %511s%n", &address, &symbol->type, name,
		   &end) != 3)
		return false;
	symbol->address = address;
	symbol->name = name;
	symbol->module = sscanf(line + end, " [%55[^]]", module) == 1 ? module :
									NULL;
	return true;
}

/**
 * lm_kallsyms_scan - go through the symbols of a kernel and of its modules
 * @path: file like /proc/kallsyms
 * @take: called for each
 * @arg: handed to it
 *
 * Return: 0; -EBADMSG if the file has no symbols, or another -errno.
 */
int lm_kallsyms_scan(const char *path,
		     void (*take)(void *arg, const struct lm_kallsym *symbol),
		     void *arg)
{
	FILE *file = fopen(path, "re");
	struct lm_kallsym symbol;
	size_t size = 0, n = 0;
	char *line = NULL;
	int err;

	if (!file)
		return -errno;
	errno = 0;
	while (getline(&line, &size, file) >= 0) {
		if (!take_line(&symbol, line))
			continue;
		take(arg, &symbol);
		n++;
	}
	err = ferror(file) ? -errno : 0;
	free(line);
	fclose(file);
	return err ? err : n ? 0 : -EBADMSG;
}
