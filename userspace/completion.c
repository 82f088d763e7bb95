// SPDX-License-Identifier: GPL-2.0-only
/*
 * Completion for shells, made from the commands' descriptors.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"

typedef void (*visitor)(const struct command *, const struct option_desc *,
			FILE *);

static void each_option(const struct command *c, visitor visit, FILE *out)
{
	const struct option_desc *o;

	for (o = c->options; o && o->name; o++)
		if (o->help)
			visit(c, o, out);
	for (o = common_options; o->name; o++)
		visit(c, o, out);
}

/* Quoted for inside '...', without what zsh takes for its own. */
static void put_quoted(const char *text, FILE *out)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", out);
		else if (strchr("[]:", *text))
			fputc(*text == ':' ? ';' : '|', out);
		else
			fputc(*text == '\n' ? ' ' : *text, out);
	}
}

static bool takes_file(const struct option_desc *o)
{
	return o->argument && !strcmp(o->argument, "FILE");
}

static void bash_word(const struct command *c, const struct option_desc *o,
		      FILE *out)
{
	(void)c;
	fprintf(out, " --%s", o->name);
	if (o->letter)
		fprintf(out, " -%c", o->letter);
}

static void bash_value(const struct command *c, const struct option_desc *o,
		       FILE *out)
{
	if (!o->argument)
		return;
	fprintf(out, "\t\"%s --%s\"", c->name, o->name);
	if (o->letter)
		fprintf(out, " | \"%s -%c\"", c->name, o->letter);
	if (takes_file(o))
		fputs(") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n",
		      out);
	else if (!strcmp(o->name, "color"))
		fputs(") COMPREPLY=($(compgen -W 'auto always never' -- \"$cur\")); return ;;\n",
		      out);
	else
		fputs(") return ;;\n", out);
}

static void put_bash(FILE *out)
{
	const struct command *const *c;

	fputs("# bash completion for lowmark, made by 'lowmark help --completion bash'\n"
	      "_lowmark()\n{\n"
	      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tlocal verb=${COMP_WORDS[1]} verbs='",
	      out);
	for (c = commands; *c; c++)
		fprintf(out, "%s%s", c == commands ? "" : " ", (*c)->name);
	fputs("' options=\n"
	      "\tif [ \"$COMP_CWORD\" = 1 ]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W \"$verbs\" -- \"$cur\"))\n"
	      "\t\treturn\n\tfi\n\tcase \"$verb $prev\" in\n",
	      out);
	for (c = commands; *c; c++)
		each_option(*c, bash_value, out);
	fputs("\tesac\n\tcase $verb in\n", out);
	for (c = commands; *c; c++) {
		fprintf(out, "\t%s) options='", (*c)->name);
		each_option(*c, bash_word, out);
		fputs("' ;;\n", out);
	}
	fputs("\tesac\n\tcase $cur in\n"
	      "\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
	      "\t*) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
	      "\tesac\n}\ncomplete -o filenames -F _lowmark lowmark\n",
	      out);
}

static void zsh_option(const struct command *c, const struct option_desc *o,
		       FILE *out)
{
	(void)c;
	if (o->letter)
		fprintf(out, "\t\t\t'(-%c --%s)'{-%c,--%s}", o->letter, o->name,
			o->letter, o->name);
	else
		fprintf(out, "\t\t\t--%s", o->name);
	fputs("'[", out);
	put_quoted(o->help, out);
	fputc(']', out);
	if (o->argument)
		fprintf(out, ":%s:%s", o->argument,
			takes_file(o) ? "_files" : " ");
	fputs("' \\\n", out);
}

static void put_zsh(FILE *out)
{
	const struct command *const *c;

	fputs("#compdef lowmark\n"
	      "# made by 'lowmark help --completion zsh'\n"
	      "local -a verbs\nverbs=(\n",
	      out);
	for (c = commands; *c; c++) {
		fprintf(out, "\t'%s:", (*c)->name);
		put_quoted((*c)->summary, out);
		fputs("'\n", out);
	}
	fputs(")\nif (( CURRENT == 2 )); then\n"
	      "\t_describe command verbs\n"
	      "else\n\tshift words\n\t(( CURRENT-- ))\n\tcase $words[1] in\n",
	      out);
	for (c = commands; *c; c++) {
		fprintf(out, "\t%s)\n\t\t_arguments -s \\\n", (*c)->name);
		each_option(*c, zsh_option, out);
		fputs("\t\t\t'*:file:_files' ;;\n", out);
	}
	fputs("\tesac\nfi\n", out);
}

static void fish_option(const struct command *c, const struct option_desc *o,
			FILE *out)
{
	fprintf(out,
		"complete -c lowmark -n '__fish_seen_subcommand_from %s' -l %s",
		c->name, o->name);
	if (o->letter)
		fprintf(out, " -s %c", o->letter);
	if (o->argument)
		fputs(takes_file(o) ? " -r -F" : " -x", out);
	fputs(" -d '", out);
	put_quoted(o->help, out);
	fputs("'\n", out);
}

static void put_fish(FILE *out)
{
	const struct command *const *c;

	fputs("# made by 'lowmark help --completion fish'\n", out);
	for (c = commands; *c; c++) {
		fprintf(out,
			"complete -c lowmark -n __fish_use_subcommand -f -a %s -d '",
			(*c)->name);
		put_quoted((*c)->summary, out);
		fputs("'\n", out);
	}
	for (c = commands; *c; c++)
		each_option(*c, fish_option, out);
}

/**
 * print_completion - print completion for a shell
 * @shell: bash, zsh or fish
 * @out: where to
 *
 * Return: false if the shell is another one
 */
bool print_completion(const char *shell, FILE *out)
{
	if (!strcmp(shell, "bash"))
		put_bash(out);
	else if (!strcmp(shell, "zsh"))
		put_zsh(out);
	else if (!strcmp(shell, "fish"))
		put_fish(out);
	else
		return false;
	return true;
}
