# SPDX-License-Identifier: GPL-2.0-only
# From the text of "bpftool btf dump" the facts that lowmark assumes, one a line.
# wanted: the assumed facts, "STRUCT.MEMBER ..." or "FUNCTION ARGUMENT...".

# after TEXT WORD: what follows WORD in TEXT, up to a blank
function after(text, word,	at)
{
	at = index(text, " " word)
	if (!at)
		return ""
	text = substr(text, at + length(word) + 1)
	sub(/ .*/, "", text)
	return text
}

# plain ID: the type behind typedefs and qualifiers
function plain(id)
{
	while (kind[id] ~ /^(TYPEDEF|CONST|VOLATILE|RESTRICT|TYPE_TAG)$/)
		id = target[id]
	return id
}

function is_pointer(id)
{
	return kind[plain(id)] == "PTR"
}

function bytes(id)
{
	id = plain(id)
	return kind[id] == "PTR" ? 8 : size[id]
}

function say_member(fact, key, word,	id)
{
	id = member[key]
	if (id == "")
		print key, "is missing"
	else
		print key, (is_pointer(id) ? "pointer" : "number") \
			", bytes", bytes(id), "at", offset[key]
}

# As many arguments as are assumed; more may follow.
function say_function(name, wanted,	words, n, i, line, of)
{
	n = split(wanted, words, " ") - 1
	of = target[func_id[name]]
	line = name
	for (i = 1; i <= n && i <= nr_params[of]; i++)
		line = line " " (is_pointer(param[of, i]) ? "*" : "") \
			param_name[of, i]
	print line
}

/^\[/ {
	id = substr($1, 2, length($1) - 2)
	kind[id] = $2
	name = $0
	sub(/^[^']*'/, "", name)
	sub(/'.*/, "", name)
	target[id] = after($0, "type_id=")
	size[id] = after($0, "size=")
	if ($2 == "STRUCT")
		struct_name[id] = name
	if ($2 == "FUNC" && !(name in func_id))
		func_id[name] = id
	next
}

/^\t/ {
	name = substr($1, 2, length($1) - 2)
	if (kind[id] == "STRUCT" && struct_name[id] in structs) {
		member[struct_name[id] "." name] = after($0, "type_id=")
		offset[struct_name[id] "." name] = after($0, "bits_offset=") / 8
	} else if (kind[id] == "FUNC_PROTO") {
		nr_params[id]++
		param[id, nr_params[id]] = after($0, "type_id=")
		param_name[id, nr_params[id]] = name
	}
}

BEGIN {
	while ((getline line < wanted) > 0) {
		facts[++nr] = line
		sub(/ .*/, "", line)
		if (index(line, ".")) {
			sub(/\..*/, "", line)
			structs[line]
		}
	}
}

END {
	for (i = 1; i <= nr; i++) {
		split(facts[i], word, " ")
		if (index(word[1], "."))
			say_member(facts[i], word[1])
		else if (word[1] in func_id)
			say_function(word[1], facts[i])
	}
}
