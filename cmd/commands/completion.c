/* sms completion: scripts that make a shell complete the command line of sms. */
#include "output.h"
#include <string.h>

/* Bash parts words at `=` and `:` and replaces only what stands behind, so the line is split anew. */
static const char bash_script[] = "# Completion of sms for bash. Add to ~/.bashrc: source <(sms completion bash)\n"
				  "_sms() {\n"
				  "	local line=\"${COMP_LINE:0:COMP_POINT}\" candidate rest word head\n"
				  "	local -a words\n"
				  "	read -ra words <<<\"$line\"\n"
				  "	[[ $line == *[[:space:]] ]] && words+=(\"\")\n"
				  "	word=\"${words[${#words[@]} - 1]}\"\n"
				  "	head=\"${word%\"${word##*[=:]}\"}\"\n"
				  "	COMPREPLY=()\n"
				  "	while IFS=$'\\t' read -r candidate rest; do\n"
				  "		case $candidate in\n"
				  "		:file | :dir)\n"
				  "			compopt -o filenames\n"
				  "			while IFS= read -r candidate; do\n"
				  "				COMPREPLY+=(\"$candidate\")\n"
				  "			done < <(compgen -${candidate:1:1} -- \"${word#\"$head\"}\")\n"
				  "			;;\n"
				  "		*) COMPREPLY+=(\"${candidate#\"$head\"}\") ;;\n"
				  "		esac\n"
				  "	done < <(\"${words[0]}\" __complete -- \"${words[@]:1}\" 2>/dev/null)\n"
				  "	[[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
				  "	return 0\n"
				  "}\n"
				  "complete -F _sms sms\n";

static const char zsh_script[] =
	"#compdef sms\n"
	"# Completion of sms for zsh. Add to ~/.zshrc: source <(sms completion zsh)\n"
	"_sms() {\n"
	"	local line value about files\n"
	"	local -a values open\n"
	"	while IFS= read -r line; do\n"
	"		case $line in\n"
	"		:file) files=file ;;\n"
	"		:dir) files=dir ;;\n"
	"		*)\n"
	"			value=${line%%$'\\t'*}\n"
	"			about=${line#$value}\n"
	"			about=${about#$'\\t'}\n"
	"			line=${value//:/\\\\:}${about:+:$about}\n"
	"			[[ $value == *= ]] && open+=(\"$line\") || values+=(\"$line\")\n"
	"			;;\n"
	"		esac\n"
	"	done < <(\"${words[1]}\" __complete -- \"${(@Q)words[2,CURRENT]}\" 2>/dev/null)\n"
	"	(( $#values )) && _describe -V sms values\n"
	"	(( $#open )) && _describe -V sms open -S ''\n"
	"	[[ $files == file ]] && _files\n"
	"	[[ $files == dir ]] && _files -/\n"
	"	return 0\n"
	"}\n"
	"if [[ ${funcstack[1]} == _sms ]]; then\n"
	"	_sms \"$@\"\n"
	"else\n"
	"	compdef _sms sms\n"
	"fi\n";

static const char fish_script[] = "# Completion of sms for fish. Save as ~/.config/fish/completions/sms.fish\n"
				  "function __sms_complete\n"
				  "	set -l words (commandline -opc)\n"
				  "	set -l word (commandline -ct)\n"
				  "	set -q word[1]; or set word ''\n"
				  "	for line in (command $words[1] __complete -- $words[2..-1] $word 2>/dev/null)\n"
				  "		switch $line\n"
				  "			case ':file'\n"
				  "				__fish_complete_path $word\n"
				  "			case ':dir'\n"
				  "				__fish_complete_directories $word\n"
				  "			case '*'\n"
				  "				echo $line\n"
				  "		end\n"
				  "	end\n"
				  "end\n"
				  "complete -c sms -f -a '(__sms_complete)'\n";

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	static const struct {
		const char *shell, *script;
	} scripts[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};
	for (size_t i = 0; i < SMS_COUNT(scripts); i++)
		if (!strcmp(scripts[i].shell, arguments->items[0]))
			output_bytes(context, scripts[i].script, strlen(scripts[i].script));
	return NULL;
}

static const struct example examples[] = {
	{"source <(sms completion bash)", "complete in this shell; in ~/.bashrc, in every shell to come"},
	{"sms completion fish > ~/.config/fish/completions/sms.fish", "the same for fish"},
	{0},
};

const struct command cmd_completion = {
	.name = "completion",
	.summary = "print a script that completes sms in a shell",
	.arguments = "bash|zsh|fish",
	.group = GROUP_HELP,
	.needs = NEEDS_NOTHING,
	.description =
		"Prints a script for a shell. With it, the shell completes commands, options and their values, "
		"names of types, states that a record may move to, and ids of records in the repository that one "
		"stands in.",
	.examples = examples,
	.see_also = "help",
	.run = run,
};
