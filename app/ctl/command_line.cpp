// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command_line.h"

#include "app/ctl/commands.h"

#include <CLI/CLI.hpp>
#include <charconv>
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
        // The innermost command is called first and is the one that was meant.
        command.callback([this, run] {
            if (m_invocation.run == nullptr) m_invocation.run = run;
        });
        return command;
    }
    void addWindow(CLI::App& command, const char* length = "How long: 30s (the default), 5m, 24h") {
        CtlOptions& options = m_invocation.options;
        command.add_option("--window", options.window, length)->type_name("LENGTH");
        command
            .add_option("--from", options.from, "Start: RFC 3339, seconds since 1970, or back from now: -5m")
            ->type_name("TIME");
        command.add_option("--to", options.to, "End, in the same ways; left out: now")->type_name("TIME");
    }
    void addFilter(CLI::App& command) {
        command
            .add_option("--filter", m_invocation.options.filter,
                        "Only what matches: 'service = checkout and status >= 500'")
            ->type_name("EXPR");
    }
    void addLimit(CLI::App& command) {
        command.add_option("--limit", m_invocation.options.limit, "The newest so many")
            ->check(CLI::Range(1, 100'000))
            ->capture_default_str()
            ->type_name("N");
    }
    CLI::App& addAt(CLI::App& command, const char* meaning) {
        command.add_option("--at", m_invocation.options.at, meaning)->type_name("TIME");
        return command;
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
    CLI::App& topology =
        builder.add(cli, "topology", "Who calls whom in a window: counts, errors, latency", runTopology);
    builder.addWindow(topology);
    builder.addFilter(topology);
    CLI::App& compare = builder.add(
        cli, "compare", "What broke, got slower or changed in rate; exit 3 if any did", runCompare);
    builder.addWindow(compare);
    builder.addFilter(compare);
    compare
        .add_option("--against", builder.options().against,
                    "End of the window to compare with, as long as the first; left out: just before it")
        ->type_name("TIME");
    CLI::App& requests = builder.add(
        cli, "requests", "Single requests, oldest first; one JSON object a line unless read by a person",
        runRequests);
    builder.addWindow(requests);
    builder.addFilter(requests);
    builder.addLimit(requests);
    requests.add_flag("--follow", builder.options().follow, "Go on with each new request");
}

void addPolicy(CLI::App& cli, CommandBuilder& builder) {
    CLI::App& policy = *cli.add_subcommand("policy", "Traffic policy: see, compare, change, take back");
    policy.require_subcommand(1);
    policy.fallthrough();
    constexpr const char* kThen = "As it was then: RFC 3339, seconds since 1970, or back from now: -5m";
    builder.addAt(
        builder.add(policy, "list", "The intents in force and where each value comes from", runPolicyList),
        kThen);
    builder.addAt(builder.add(policy, "get", "The same for one service", runPolicyGet), kThen)
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

void addMemory(CLI::App& cli, CommandBuilder& builder) {
    CtlOptions& options = builder.options();
    CLI::App& events = builder.add(
        cli, "events", "What happened: changes, proxies, breakers, ejections, alerts, notes", runEvents);
    builder.addWindow(events, "How long: 1h (the default), 5m, 7d");
    builder.addLimit(events);
    CLI::App& note = *cli.add_subcommand("note", "Write something down on a moment, or take it away");
    note.require_subcommand(1);
    note.fallthrough();
    CLI::App& add = builder.addAt(builder.add(note, "add", "Add a note to the timeline", runNoteAdd),
                                  "Its moment: RFC 3339, seconds since 1970, or -5m; left out: now");
    add.add_option("text", options.text, "What to remember")->required()->type_name("TEXT");
    add.add_option("--on", options.subject, "A node's id, or 'source -> destination'")->type_name("SUBJECT");
    builder.add(note, "remove", "Remove one", runNoteRemove)
        .add_option("id", options.note, "Its number, as in events")
        ->required()
        ->type_name("ID");
    CLI::App& alerts = builder.add(cli, "alerts", "What fires, what did, and the error budgets", runAlerts);
    alerts.require_subcommand(0, 1);
    builder.add(alerts, "rules", "Print the rules, or with -f replace them all", runAlertRules)
        .add_option("-f,--file", options.file, "Rules and objectives in YAML; - reads standard input")
        ->type_name("FILE");
}

void addSnapshotExport(CLI::App& snapshot, CommandBuilder& builder) {
    CtlOptions& options = builder.options();
    CLI::App& command = builder.add(snapshot, "export",
                                    "Write a window with everything about it to one file, secrets removed",
                                    runSnapshotExport);
    command.add_option("file", options.file, "The file; replaced once all of it is written")
        ->required()
        ->type_name("FILE");
    builder.addWindow(command, "How long: 15m (the default), 1h, 24h");
    const std::map<std::string, SnapshotRequests> choices{{"all", SnapshotRequests::all},
                                                          {"errors", SnapshotRequests::errorsAndSlow},
                                                          {"none", SnapshotRequests::none}};
    command
        .add_option("--requests", options.requests,
                    "Which single requests: all (the default), errors (and slow ones) or none")
        ->transform(CLI::CheckedTransformer(choices).description(""))
        ->type_name("WHICH");
    command.add_flag("--no-configuration", options.withoutConfiguration,
                     "Leave out the proxies' configuration");
    command.add_option("--note", options.text, "What a reader should know")->type_name("TEXT");
}

/// "10x" or "10"
std::string readSpeed(const std::string& text, double& speed) {
    const char* end = text.data() + text.size() - (text.ends_with('x') ? 1 : 0);
    const auto [stop, error] = std::from_chars(text.data(), end, speed);
    const bool isRead = error == std::errc() && stop == end && speed >= 0.1 && speed <= 1000;
    return isRead ? "" : "'" + text + "' is not a speed; write 10x; 0.1x to 1000x";
}

void addSnapshotReplay(CLI::App& snapshot, CommandBuilder& builder) {
    CtlOptions& options = builder.options();
    CLI::App& command =
        builder.add(snapshot, "replay", "Tell a file's requests to a station again, as if they happened now",
                    runSnapshotReplay);
    command.add_option("file", options.snapshot, "The file")->required()->type_name("FILE");
    command.add_option("--to", options.replayTo, "Where that station takes proxies, on this machine")
        ->required()
        ->type_name("HOST:PORT");
    command
        .add_option_function<std::string>(
            "--speed",
            [&options](const std::string& text) {
                if (const auto wrong = readSpeed(text, options.speed); !wrong.empty())
                    throw CLI::ValidationError("--speed", wrong);
            },
            "How fast: 1x (the default), 10x")
        ->type_name("SPEED");
}

void addSnapshot(CLI::App& cli, CommandBuilder& builder) {
    CLI::App& snapshot =
        *cli.add_subcommand("snapshot", "An incident in one file: write, inspect, compare, replay");
    snapshot.require_subcommand(1);
    snapshot.fallthrough();
    addSnapshotExport(snapshot, builder);
    addSnapshotReplay(snapshot, builder);
    builder
        .add(snapshot, "inspect", "What is in a file, what was removed, whether it is whole; exit 3 if not",
             runSnapshotInspect)
        .add_option("file", builder.options().snapshot, "The file")
        ->required()
        ->type_name("FILE");
    CLI::App& compare =
        builder.add(snapshot, "compare",
                    "What broke, got slower or changed in rate from one file to another; exit 3 if any did",
                    runSnapshotCompare);
    compare.add_option("before", builder.options().against, "The file to compare with")
        ->required()
        ->type_name("BEFORE");
    compare.add_option("after", builder.options().file, "The file to compare")
        ->required()
        ->type_name("AFTER");
    builder.addFilter(compare);
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
    cli.add_option("--snapshot", invocation.options.snapshot, "Ask a snapshot's file, not a running station")
        ->excludes("--socket")
        ->type_name("FILE");
    const std::map<std::string, OutputFormat> formats{
        {"table", OutputFormat::table}, {"json", OutputFormat::json}, {"yaml", OutputFormat::yaml}};
    const CLI::Option* output = cli.add_option("-o,--output", format, "table (the default), json or yaml")
                                    ->transform(CLI::CheckedTransformer(formats).description(""))
                                    ->type_name("FORMAT");
    CommandBuilder builder(invocation);
    addTelemetry(cli, builder);
    addPolicy(cli, builder);
    addMemory(cli, builder);
    addSnapshot(cli, builder);
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
