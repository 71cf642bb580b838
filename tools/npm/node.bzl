# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""node_run, node_program and node_test: scripts for Node as build actions, for `bazel run`, and as tests.

A script runs in a folder of its own that looks like the repository: `srcs` are copies and `data` are links, both at their
usual paths (built files where they would be in the source tree: native_server/tandem, web/assets/), and every npm package
can be imported. That folder is the working directory. Copies keep Node, which follows links, from straying into the
source tree. There is no network but loopback.
"""

load("@node//:config.bzl", "NODE")

# Node targets are skipped where there is no Node.
REQUIRES_NODE = [] if NODE else ["@platforms//:incompatible"]

_COMMON_ATTRS = {
    "data": attr.label_list(
        allow_files = True,
        doc = "Linked into place: programs, trees, anything large.",
    ),
    "entry": attr.label(
        allow_single_file = True,
        doc = "The script; one of `srcs`, whether listed there or not.",
        mandatory = True,
    ),
    "node_modules": attr.label_list(
        allow_files = True,
        default = [
            "@npm//:node_modules",
            "@npm//:package-lock.json",
        ],
        doc = "Empty for a script that imports no package.",
    ),
    "srcs": attr.label_list(
        allow_files = True,
        doc = "Copied into place: every module, package.json and file that the script finds relative to itself.",
    ),
    "_launcher": attr.label(
        allow_single_file = True,
        default = "//tools/npm:launch.sh",
    ),
}

def _exec_path(file):
    return file.path

def _runfiles_path(file):
    return file.short_path

def _lay_out(ctx, path_of):
    """Returns the inputs and the lines of the layout file that launch.sh reads: HOW <tab> FROM <tab> TO."""
    copied = ctx.files.srcs + ([] if ctx.file.entry in ctx.files.srcs else [ctx.file.entry])
    lines = ["copy\t%s\t%s" % (path_of(file), file.short_path) for file in copied]
    lines += ["link\t%s\t%s" % (path_of(file), file.short_path) for file in ctx.files.data]
    for file in ctx.files.node_modules:
        if file.basename == "node_modules":
            lines.append("link\t%s\tnode_modules" % path_of(file))
    layout = ctx.actions.declare_file(ctx.label.name + ".layout")
    ctx.actions.write(layout, "\n".join(lines) + "\n")
    return layout, copied + ctx.files.data + ctx.files.node_modules + [layout]

def _node_run_impl(ctx):
    if bool(ctx.outputs.outs) == bool(ctx.attr.out_dir):
        fail("give either outs or out_dir")
    if ctx.attr.out_dir:
        outputs = [ctx.actions.declare_directory(ctx.attr.out_dir)]
    else:
        outputs = ctx.outputs.outs
    layout, inputs = _lay_out(ctx, _exec_path)
    arguments = [
        arg.replace("{out}", "%ROOT%/" + outputs[0].path).replace("{outs_dir}", "%ROOT%/" + outputs[0].dirname)
        for arg in ctx.attr.args
    ]
    ctx.actions.run(
        executable = ctx.file._launcher,
        arguments = [layout.path, NODE, ctx.file.entry.short_path] + arguments,
        inputs = depset(inputs),
        outputs = outputs,
        mnemonic = "NodeRun",
        progress_message = "Running %s for %s" % (ctx.file.entry.short_path, ctx.label),
        # Node brings its libraries with it, but finds its own helpers (and `sh`) on the PATH.
        use_default_shell_env = True,
    )
    return [DefaultInfo(
        files = depset(outputs),
        runfiles = ctx.runfiles(files = outputs),
    )]

_node_run = rule(
    implementation = _node_run_impl,
    attrs = dict(
        _COMMON_ATTRS,
        args = attr.string_list(doc = "{out} is the first output, {outs_dir} the folder it is in; both absolute."),
        out_dir = attr.string(doc = "The name of a folder that the script fills."),
        outs = attr.output_list(),
    ),
)

def _node_program_impl(ctx):
    layout, inputs = _lay_out(ctx, _runfiles_path)
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, """#!/bin/bash
cd "${{RUNFILES_DIR:-${{TEST_SRCDIR:-$0.runfiles}}}}/{workspace}" || exit 1
exec {launcher} {layout} {node} {entry} "$@"
""".format(
        entry = ctx.file.entry.short_path,
        launcher = ctx.file._launcher.short_path,
        layout = layout.short_path,
        node = NODE,
        workspace = ctx.workspace_name,
    ), is_executable = True)
    runfiles = ctx.runfiles(files = inputs + [ctx.file._launcher])
    for dependency in ctx.attr.data + ctx.attr.srcs:
        runfiles = runfiles.merge(dependency[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

_node_program = rule(
    implementation = _node_program_impl,
    attrs = _COMMON_ATTRS,
    executable = True,
)

_node_test = rule(
    implementation = _node_program_impl,
    attrs = _COMMON_ATTRS,
    test = True,
)

def node_run(name, target_compatible_with = [], **kwargs):
    """A build action: entry, srcs, data, args, and outs or out_dir (a folder as one output)."""
    _node_run(
        name = name,
        target_compatible_with = target_compatible_with + REQUIRES_NODE,
        **kwargs
    )

def node_program(name, target_compatible_with = [], **kwargs):
    """A script for `bazel run`: entry, srcs, data. Arguments stand behind `--`."""
    _node_program(
        name = name,
        target_compatible_with = target_compatible_with + REQUIRES_NODE,
        **kwargs
    )

def node_test(name, size = "small", target_compatible_with = [], **kwargs):
    """A test: entry, srcs, data, args. The script fails by its exit status and writes $XML_OUTPUT_FILE to be counted."""
    _node_test(
        name = name,
        size = size,
        target_compatible_with = target_compatible_with + REQUIRES_NODE,
        **kwargs
    )
