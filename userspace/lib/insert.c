// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding the module's file, its parameters, and loading it.
 */
#include "insert.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <libkmod.h>

#define MOST_PARAMS 64

struct lm_insert {
	struct kmod_ctx *ctx;
	struct kmod_module *module;
	char *params[MOST_PARAMS + 1];
};

/* The running kernel's module directory first, as modprobe does */
static int find_installed(struct lm_insert *insert)
{
	struct kmod_list *list = NULL;
	int err = kmod_module_new_from_lookup(insert->ctx, "lowmark", &list);

	if (!err && list)
		insert->module = kmod_module_get_module(list);
	kmod_module_unref_list(list);
	if (insert->module && !kmod_module_get_path(insert->module)) {
		kmod_module_unref(insert->module);
		insert->module = NULL;
	}
	return insert->module ? 0 : -ENOENT;
}

static int find_file(struct lm_insert *insert, const char *path)
{
	if (access(path, R_OK))
		return -errno;
	return kmod_module_new_from_path(insert->ctx, path, &insert->module);
}

/* Where kbuild installs modules, if depmod has not been run since */
static int find_unlisted(struct lm_insert *insert)
{
	static const char *const below[] = { "updates", "extra" };
	char path[PATH_MAX];
	int err = -ENOENT;
	size_t i;

	for (i = 0; i < 2 && err; i++) {
		snprintf(path, sizeof(path), "%s/%s/lowmark.ko",
			 kmod_get_dirname(insert->ctx), below[i]);
		err = find_file(insert, path);
	}
	return err;
}

static int find(struct lm_insert *insert, const char *path)
{
	static const char *const here[] = { "lowmark.ko", "build/lowmark.ko" };
	int err = -ENOENT;
	size_t i;

	if (path)
		return find_file(insert, path);
	if (!find_installed(insert) || !find_unlisted(insert))
		return 0;
	for (i = 0; i < 2 && err == -ENOENT; i++)
		err = find_file(insert, here[i]);
	return err;
}

static bool is_known(const struct lm_insert *insert, const char *name,
		     size_t len)
{
	unsigned int i;

	for (i = 0; insert->params[i]; i++)
		if (strlen(insert->params[i]) == len &&
		    !strncmp(insert->params[i], name, len))
			return true;
	return false;
}

/* "name:description" or "name:type"; a parameter may have but one of them. */
static void take_param(struct lm_insert *insert, const char *value)
{
	size_t len = strcspn(value, ":");
	unsigned int n = 0;

	if (is_known(insert, value, len))
		return;
	while (insert->params[n])
		n++;
	if (n < MOST_PARAMS)
		insert->params[n] = strndup(value, len);
}

static int read_params(struct lm_insert *insert)
{
	struct kmod_list *info = NULL, *entry;
	int err = kmod_module_get_info(insert->module, &info);
	const char *key;

	if (err < 0)
		return err;
	kmod_list_foreach(entry, info)
	{
		key = kmod_module_info_get_key(entry);
		if (!strcmp(key, "parm") || !strcmp(key, "parmtype"))
			take_param(insert, kmod_module_info_get_value(entry));
	}
	kmod_module_info_free_list(info);
	return 0;
}

/**
 * lm_insert_create - find the module
 * @insert: gets the module
 * @path: its file; NULL looks among the running kernel's modules, then for
 *	lowmark.ko in the current directory and in build/ there
 *
 * Return: 0; -ENOENT if there is no such file, -ENOEXEC if it is no module,
 * or another -errno.
 */
int lm_insert_create(struct lm_insert **insert, const char *path)
{
	struct lm_insert *new = calloc(1, sizeof(*new));
	int err;

	if (!new)
		return -ENOMEM;
	new->ctx = kmod_new(NULL, NULL);
	err = new->ctx ? 0 : -ENOMEM;
	if (!err) {
		kmod_set_log_priority(new->ctx, -1);
		err = find(new, path);
	}
	if (!err)
		err = read_params(new);
	if (err) {
		lm_insert_destroy(new);
		return err;
	}
	*insert = new;
	return 0;
}

/**
 * lm_insert_destroy - forget a module that was found
 * @insert: from lm_insert_create()
 */
void lm_insert_destroy(struct lm_insert *insert)
{
	unsigned int i;

	for (i = 0; i < MOST_PARAMS; i++)
		free(insert->params[i]);
	kmod_module_unref(insert->module);
	kmod_unref(insert->ctx);
	free(insert);
}

/**
 * lm_insert_path - file of a module
 * @insert: from lm_insert_create()
 *
 * Return: its path.
 */
const char *lm_insert_path(const struct lm_insert *insert)
{
	return kmod_module_get_path(insert->module);
}

/**
 * lm_insert_param - name of one of the module's parameters
 * @insert: from lm_insert_create()
 * @index: which one, from 0
 *
 * Return: the name, or NULL after the last one.
 */
const char *lm_insert_param(const struct lm_insert *insert, unsigned int index)
{
	return index < MOST_PARAMS ? insert->params[index] : NULL;
}

/**
 * lm_insert_load - load the module
 * @insert: from lm_insert_create()
 * @params: "name=value" separated by blanks
 *
 * Return: 0 or -errno, as finit_module(2) has it.
 */
int lm_insert_load(struct lm_insert *insert, const char *params)
{
	return kmod_module_insert_module(insert->module, 0, params);
}
