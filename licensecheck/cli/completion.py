"""`licensecheck completion`: the script that teaches a shell to complete."""

from __future__ import annotations

import os
import sys

import click
from click.shell_completion import get_completion_class

from licensecheck.cli.examples import examples
from licensecheck.cli.output import show

VARIABLE = "_LICENSECHECK_COMPLETE"
BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' line typed split count type value
    local -a words
    line=${COMP_LINE:0:COMP_POINT}
    IFS=' ' read -ra words <<< "$line"
    count=${#words[@]}
    typed=${line##* }
    [[ -n $typed ]] && count=$((count - 1))
    # bash splits words at `:` and `=`, which ids and facts hold: what stands before the last of them is there already
    split=${typed%%"${typed##*[:=]}"}

    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                [[ $value == *= ]] && compopt -o nospace
                COMPREPLY+=("${value#"$split"}")
                ;;
        esac
    done < <(env COMP_WORDS="$line" COMP_CWORD="$count" %(complete_var)s=bash_complete "$1")
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@click.command(
    epilog=examples(
        ('eval "$(licensecheck completion bash)"', "in ~/.bashrc"),
        ('eval "$(licensecheck completion zsh)"', "in ~/.zshrc, below compinit"),
        ("licensecheck completion fish | source", "in ~/.config/fish/config.fish"),
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the script by which SHELL completes commands, options, models, policies, clauses and facts.

    Exits with 0, or with 2 for another shell.
    """
    from licensecheck.cli.main import cli

    called = os.path.basename(sys.argv[0])
    made_for = get_completion_class(shell)
    assert made_for is not None
    script = made_for(cli, {}, called if called == "model-licensecheck" else "licensecheck", VARIABLE)
    show(BASH % script.source_vars() if shell == "bash" else script.source())
    return 0
