// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command_line.h"

#include "app/ctl/commands.h"

#include <CLI/CLI.hpp>
#include <map>

namespace binnacle {
namespace {

using Run = int (*)(Session&);

/// Adds commands that put what they were told into one Invocation.
class CommandBuilder {
  public:
    explicit CommandBuilder(Invocation& invocation) : m_invocation(invocation) {}

    CLI::App& add(CLI::App& parent, const char* name, const char* meaning, Run run) {
        CLI::App& command = *parent.add_subcommand(name, meaning);
        command.fallthrough();  // --socket and -o may stand behind the command
        command.callback([this, run] { m_invocation.run = run; });
        return command;
    }
    void addWindow(CLI::App& command) {
        CtlOptions& options = m_invocation.options;
        command.add_option("--window", options.window, "How long: 30s (the default), 5m, 1h")
            ->type_name("LENGTH");
        command
            .add_option("--from", options.from, "Start: RFC 3339, seconds since 1970, or back from now: -5m")
            ->type_name("TIME");
        command.add_option("--to", options.to, "End, in the same ways; left out: now")->type_name("TIME");
        command
            .add_option("--filter", options.filter,
                        "Only what matches: 'service = checkout and status >= 500'")
            ->type_name("EXPR");
    }
    void addFile(CLI::App& command) {
        command.add_option("-f,--file", m_invocation.options.file, "Intents in YAML; - reads standard input")
            ->required()
            ->type_name("FILE");
    }
    CtlOptions& options() { return m_invocation.options; }

  private:
    Invocation& m_invocation;
};

void addTelemetry(CLI::App& cli, CommandBuilder& builder) {
    builder.add(cli, "status", "Proxies, what was received and what could not be kept, and the lag",
                runStatus);
    builder.addWindow(
        builder.add(cli, "topology", "Who calls whom in a window: counts, errors, latency", runTopology));
    CLI::App& compare = builder.add(
        cli, "compare", "What broke, got slower or changed in rate; exit 3 if any did", runCompare);
    builder.addWindow(compare);
    compare
        .add_option("--against", builder.options().against,
                    "End of the window to compare with, as long as the first; left out: just before it")
        ->type_name("TIME");
    CLI::App& requests = builder.add(
        cli, "requests", "Single requests, oldest first; one JSON object a line unless read by a person",
        runRequests);
    builder.addWindow(requests);
    requests.add_option("--limit", builder.options().limit, "The newest so many")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str()
        ->type_name("N");
    requests.add_flag("--follow", builder.options().follow, "Go on with each new request");
}

void addPolicy(CLI::App& cli, CommandBuilder& builder) {
    CLI::App& policy = *cli.add_subcommand("policy", "Traffic policy: see, compare, change, take back");
    policy.require_subcommand(1);
    policy.fallthrough();
    builder.add(policy, "list", "The intents in force and where each value comes from", runPolicyList);
    builder.add(policy, "get", "The same for one service", runPolicyGet)
        .add_option("service", builder.options().service, "Name of the service")
        ->required()
        ->type_name("SERVICE");
    builder.addFile(builder.add(
        policy, "diff", "What a file would change, in native terms; exit 3 if anything", runPolicyDiff));
    CLI::App& apply = builder.add(
        policy, "apply", "Apply a file and wait for the proxies; exit 4 if only partly", runPolicyApply);
    builder.addFile(apply);
    apply.add_option("--reason", builder.options().reason, "Why, for the audit trail")
        ->required()
        ->type_name("TEXT");
    builder.add(policy, "history", "Changes, newest first: who, when, why, before, after, state",
                runPolicyHistory);
    CLI::App& revert = builder.add(policy, "revert", "Take a change back", runPolicyRevert);
    revert.add_option("change", builder.options().change, "Its id, as in policy history")
        ->required()
        ->type_name("CHANGE");
    revert.add_option("--reason", builder.options().reason, "Why, for the audit trail")->type_name("TEXT");
}

}  // namespace

std::variant<Invocation, int> parseCommandLine(int argc, const char* const* argv) {
    Invocation invocation;
    invocation.options.socket = defaultStationSocket();
    OutputFormat format = OutputFormat::table;
    CLI::App cli("Asks a Binnacle station about live traffic, and changes traffic policy through it.",
                 "binnaclectl");
    cli.require_subcommand(1);
    cli.set_version_flag("--version", std::string("binnaclectl ") + BINNACLE_VERSION);
    cli.add_option("--socket", invocation.options.socket, "Unix socket of the station")
        ->capture_default_str()
        ->type_name("PATH");
    const std::map<std::string, OutputFormat> formats{
        {"table", OutputFormat::table}, {"json", OutputFormat::json}, {"yaml", OutputFormat::yaml}};
    const CLI::Option* output = cli.add_option("-o,--output", format, "table (the default), json or yaml")
                                    ->transform(CLI::CheckedTransformer(formats).description(""))
                                    ->type_name("FORMAT");
    CommandBuilder builder(invocation);
    addTelemetry(cli, builder);
    addPolicy(cli, builder);
    builder.add(cli, "adopt", "Print the lines an Envoy bootstrap needs to be seen and governed from here",
                runAdopt);
    cli.footer(
        "Exit: 0 ok, 1 failed, 2 usage, 3 differences or problems found, 4 partly applied.\n"
        "Data goes to standard output, talk to standard error.");
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
        return cli.exit(stop) == 0 ? ExitCode::kOk : ExitCode::kUsage;
    }
    if (output->count() > 0) invocation.options.format = format;
    return invocation;
}

}  // namespace binnacle
