#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A private apt root per kernel: the host's mirror and proxy, nothing else of it.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

default_mirror=http://deb.debian.org/debian
default_security=http://deb.debian.org/debian-security
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# host_sources: "suite uri" of each source in the host's apt configuration
host_sources()
{
	# shellcheck disable=SC2016 # apt's own syntax
	apt-get indextargets --format '$(RELEASE) $(REPO_URI)' \
		'Created-By: Packages' 2>/dev/null | sort -u
	cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
		sed -nE 's/^deb +(\[[^]]*\] +)?([^ ]+) +([^ ]+) .*/\3 \2/p'
	awk '/^URIs:/ { u = $2 } /^Suites:/ { print $2, u }' \
		/etc/apt/sources.list.d/*.sources 2>/dev/null
}

# mirror_of SUITE: the archive that has SUITE
mirror_of()
{
	local all
	all=$(host_sources) || true
	case $1 in
	*-security)
		all=$(awk '$2 ~ /debian-security\/?$/ { print $2; exit }' <<<"$all")
		all=${LOWMARK_SECURITY_MIRROR:-${all:-$default_security}} ;;
	*)
		all=$(awk '$2 ~ /\/debian\/?$/ { print $2; exit }' <<<"$all")
		all=${LOWMARK_MIRROR:-${all:-$default_mirror}} ;;
	esac
	echo "${all%/}"
}

# apt_options: host's settings for fetching (proxies and the like) and ours.
# A suite frozen on a mirror must stay usable, hence no Valid-Until.
apt_options()
{
	apt-config dump | grep -E '^Acquire::(http|https|ftp|Retries)\b' || true
	cat <<-'END'
	Acquire::Check-Valid-Until "false";
	Acquire::Languages "none";
	Acquire::Retries "3";
	APT::Install-Recommends "false";
	END
}

# apt_sources KEYRING SUITE...: lines of a sources.list
apt_sources()
{
	local key=$1 s
	shift
	for s; do
		echo "deb [signed-by=$key arch=amd64] $(mirror_of "$s") $s main"
	done
}

# apt_root DIR KEYRING SUITE...: make DIR a private apt root and fetch its lists
apt_root()
{
	local dir=$1
	shift
	mkdir -p "$dir"/{etc/preferences.d,etc/none,lists/partial,cache/archives/partial}
	: >"$dir/status"
	apt_sources "$@" >"$dir/etc/sources.list"
	{
		apt_options
		cat <<-END
		Dir "/";
		Dir::Etc "$dir/etc";
		Dir::Etc::Parts "$dir/etc/none";
		Dir::Etc::Main "/dev/null";
		Dir::State "$dir";
		Dir::State::Lists "$dir/lists";
		Dir::State::Status "$dir/status";
		Dir::Cache "$dir/cache";
		APT::Architecture "amd64";
		APT::Architectures { "amd64"; };
		APT::Sandbox::User "";
		END
	} >"$dir/apt.conf"
	APT_CONFIG=$dir/apt.conf apt-get update -qq --error-on=any </dev/null >&2
}

# newer_keyring DIR KEYRING: print the file of a newer debian-archive-keyring,
# fetched through a suite that KEYRING, the host's own, can check
newer_keyring()
{
	local dir=$1/keyring s
	for s in trixie bookworm bullseye; do
		rm -rf "$dir"
		apt_root "$dir" "$2" $s || continue
		(cd "$dir" && APT_CONFIG=$dir/apt.conf apt-get download -qq \
			debian-archive-keyring </dev/null >&2 &&
			dpkg-deb -x debian-archive-keyring_*.deb x) || continue
		echo "$dir/x$keyring"
		return 0
	done
	return 1
}

# apt_root_signed DIR SUITE...: apt_root with whichever keyring knows the suites
apt_root_signed()
{
	local dir=$1 key=${LOWMARK_KEYRING:-$keyring}
	shift
	mkdir -p "$dir"
	[ -e "$key" ] || die host "no $key; run scripts/deps vm"
	if ! apt_root "$dir" "$key" "$@" 2>"$dir/err"; then
		grep -q NO_PUBKEY "$dir/err" || {
			cat "$dir/err" >&2
			die host "cannot fetch the package lists of $*"
		}
		say "the host's Debian keyring is too old for $*; fetching a newer one"
		key=$(newer_keyring "$dir" "$key") ||
			die host "no keyring to check $* with"
		apt_root "$dir" "$key" "$@" || die host "cannot fetch the lists of $*"
	fi
	rm -f "$dir/err"
}
