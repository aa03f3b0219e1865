#include "tests/failover/main_bench.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "failover/logics/interlock/process_texts.hpp"

namespace failover::interlock::test {
namespace {

constexpr Duration millisecond = std::chrono::milliseconds{1};

std::string_view word_of(std::string_view list, std::int32_t value) {
    for (const auto lists : {main_words(), process_words()}) {
        for (const WordList& words : lists) {
            if (words.name == list)
                return words.words[static_cast<std::size_t>(value - words.first)];
        }
    }
    return "?";
}

/// Renders the forms that main's texts use.
std::string rendered(std::string_view text, const MessageArguments& arguments) {
    std::string out;
    while (!text.empty()) {
        if (text.front() != '{') {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        const std::size_t end = text.find('}');
        const std::string_view form = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
        const std::int32_t value = arguments[static_cast<std::size_t>(form.front() - '0')];
        const std::string_view kind = form.size() > 2 ? form.substr(2) : std::string_view{};
        if (kind.empty()) {
            out += std::to_string(value);
        } else if (kind == "host") {
            out += "db" + std::to_string(value);
        } else if (kind == "port") {
            out += "54321";
        } else if (kind == "proxy") {
            out += "proxy" + std::to_string(value);
        } else if (kind == "path" || kind == "command" || kind == "proxyhost" ||
                   kind == "proxyport") {
            out += kind;
        } else {
            out += word_of(kind, value);
        }
    }
    return out;
}

const MessageText& text_of(MessageId id) {
    const auto main = main_texts();
    if (id < main.size()) return main[id];
    return process_texts()[id - main.size()];
}

ParameterValue parsed(const Parameter& parameter, const std::string& given) {
    if (parameter.kind == ParameterKind::text) return given;
    if (parameter.kind == ParameterKind::boolean) return std::int64_t{given == "on" ? 1 : 0};
    std::int64_t value = 0;
    std::from_chars(given.data(), given.data() + given.size(), value);
    if (parameter.kind == ParameterKind::seconds) return value * 1'000'000'000;
    if (parameter.kind == ParameterKind::milliseconds) return value * 1'000'000;
    if (parameter.kind == ParameterKind::words) return std::int64_t{given == "stream" ? 1 : 0};
    return value;
}

}  // namespace

Config bench_config(const BenchSetup& setup) {
    Setup made;
    made.self = ProxyId{0};
    for (int i = 0; i < setup.backends; ++i) {
        made.backends.push_back({"db" + std::to_string(i), 54321, 1'000'000, "/data", false});
    }
    for (int i = 0; i < setup.proxies; ++i) {
        made.proxies.push_back({"proxy" + std::to_string(i), "node" + std::to_string(i)});
    }
    std::map<std::string, std::string> given = setup.parameters;
    given["num_init_children"] = std::to_string(setup.children);
    for (const Parameter& parameter : parameters()) {
        const auto found = given.find(std::string(parameter.name));
        made.parameters.push_back(parsed(
            parameter, found == given.end() ? std::string(parameter.fallback) : found->second));
    }
    return make_config(made);
}

MainBench::MainBench(const BenchSetup& setup) : config(bench_config(setup)) {
    databases.assign(static_cast<std::size_t>(setup.backends), DatabaseAnswer::standby);
    databases.front() = DatabaseAnswer::primary;
    lock_answer = [](LockCommand command, Lock, std::int32_t) {
        return command == LockCommand::start ? CommandResult::i_am_lock_holder
                                             : CommandResult::success;
    };
}

void MainBench::start(std::optional<StatusFile> memory, bool discard) {
    Outbox out(*this);
    Context context{now, Pid{pid_}, config, shared, out};
    Started started;
    started.memory = std::move(memory);
    started.discard_status = discard;
    main.start(context, started);
    const std::vector<Output> outputs = out.outputs();
    for (const Output& output : outputs) carry_out(output);
}

void MainBench::serve(std::optional<StatusFile> memory, bool discard) {
    start(std::move(memory), discard);
    if (config.use_watchdog) {
        shared.watchdog_state_changed.raise({});
        signal(Signal::usr1);
    }
    run_for(millisecond);
}

void MainBench::request(NodeRequest request) {
    shared.requests.push(std::move(request));
    if (shared.switching) return;
    shared.failover_interrupt.raise({});
    signal(Signal::usr1);
}

void MainBench::signal(Signal signal) {
    step({Caught{signal}, {}});
    offer();
}

void MainBench::child_ended(Pid pid, std::int32_t raw_status) {
    later(Duration{0}, ChildEnded{pid, raw_status});
    later(Duration{0}, Caught{Signal::child});
}

void MainBench::run_for(Duration span) {
    const Instant end = now + span;
    offer();
    while (!exited) {
        Instant next = end;
        std::size_t which = due_.size();
        for (std::size_t i = 0; i < due_.size(); ++i) {
            if (due_[i].at < next) {
                next = due_[i].at;
                which = i;
            }
        }
        const bool timer_first = timer_ && *timer_ < next;
        if (timer_first) {
            now = std::max(now, *timer_);
            timer_.reset();
            mailbox_.push_back({TimedOut{}, {}});
        } else if (which < due_.size()) {
            now = std::max(now, next);
            mailbox_.push_back(due_[which].input);
            due_.erase(due_.begin() + static_cast<std::ptrdiff_t>(which));
        } else {
            break;
        }
        offer();
    }
    now = end;
}

void MainBench::offer() {
    for (std::size_t i = 0; i < mailbox_.size() && !exited;) {
        if (!main.takes(mailbox_[i])) {
            ++i;
            continue;
        }
        const Input input = mailbox_[i];
        mailbox_.erase(mailbox_.begin() + static_cast<std::ptrdiff_t>(i));
        step(input);
        i = 0;
    }
}

void MainBench::step(const Input& input) {
    Outbox out(*this);
    out.adopt(input.cause);
    Context context{now, Pid{100}, config, shared, out};
    main.step(context, std::span(&input, 1));
    const std::vector<Output> outputs = out.outputs();
    for (const Output& output : outputs) carry_out(output);
}

void MainBench::later(Duration after, Happening what) {
    due_.push_back({now + after, {std::move(what), {}}});
}

void MainBench::carry_out(const Output& output) {
    if (const auto* log = std::get_if<Log>(&output.what)) {
        note(rendered(text_of(log->id).text, log->arguments));
    } else if (const auto* forked = std::get_if<Forked>(&output.what)) {
        children_[forked->pid.value] = forked->role;
        note("fork " + std::to_string(forked->role) + " " + std::to_string(forked->argument));
    } else if (const auto* wish = std::get_if<Connect>(&output.what)) {
        connect(*wish);
    } else if (const auto* message = std::get_if<Send>(&output.what)) {
        send(*message);
    } else if (const auto* signaled = std::get_if<Raise>(&output.what)) {
        raise(*signaled);
    } else if (const auto* set = std::get_if<SetTimer>(&output.what)) {
        timer_ = now + set->at_least;
    } else if (std::holds_alternative<StopTimer>(output.what)) {
        timer_.reset();
    } else if (const auto* save = std::get_if<Save>(&output.what)) {
        std::string line = "save";
        for (const std::string& word : save->file.lines) line += " " + word;
        note(line);
    } else if (const auto* run = std::get_if<RunCommand>(&output.what)) {
        const std::string name(parameters()[static_cast<std::size_t>(run->line.parameter)].name);
        note("run " + name + " d=" + std::to_string(run->line.node) + " m=" +
             std::to_string(run->line.new_master) + " M=" + std::to_string(run->line.old_master) +
             " P=" + std::to_string(run->line.old_primary));
        const auto takes = command_takes.find(name);
        later(takes == command_takes.end() ? 15 * millisecond : takes->second,
              CommandEnded{run->request, 0});
    } else if (std::holds_alternative<Unlink>(output.what)) {
        note("unlink");
    } else if (const auto* exit = std::get_if<Exit>(&output.what)) {
        note("exit " + std::to_string(exit->status));
        exited = true;
    }
}

void MainBench::connect(const Connect& wish) {
    const bool ipc = wish.plane == Plane::ipc;
    connections_[wish.connection.value] = ipc ? -1 : wish.to;
    if (!ipc) {
        const DatabaseAnswer how = databases[static_cast<std::size_t>(wish.to)];
        if (how == DatabaseAnswer::silent) return;
        if (how == DatabaseAnswer::refused) {
            later(Duration{1000}, ConnectFailed{wish.connection, Refusal::refused});
            return;
        }
    }
    later(Duration{1000}, Connected{wish.connection});
}

void MainBench::send(const Send& wish) {
    const std::int32_t to = connections_[wish.connection.value];
    if (to < 0) {
        Message answer = answer_ipc(wish.message);
        if (!watchdog_silent) later(Duration{1000}, Received{wish.connection, answer});
        return;
    }
    Message answer;
    switch (static_cast<database::Ask>(wish.message.kind)) {
        case database::Ask::startup:
            answer.kind = static_cast<std::uint16_t>(database::Answer::ready);
            break;
        case database::Ask::is_in_recovery:
            answer.kind = static_cast<std::uint16_t>(database::Answer::boolean);
            answer.words[0] =
                databases[static_cast<std::size_t>(to)] == DatabaseAnswer::standby ? 1 : 0;
            if (databases[static_cast<std::size_t>(to)] == DatabaseAnswer::failing) {
                answer.kind = static_cast<std::uint16_t>(database::Answer::error);
            }
            break;
        case database::Ask::current_wal:
        case database::Ask::replayed_wal:
        case database::Ask::read:
        case database::Ask::write:
        case database::Ask::replication_view:
        case database::Ask::recover:
        case database::Ask::remote_start:
        case database::Ask::terminate:
            return;
    }
    later(Duration{1000}, Received{wish.connection, answer});
}

Message MainBench::answer_ipc(const Message& request) {
    static constexpr std::array commands{"start", "release", "check", "finish"};
    static constexpr std::array locks{"failover", "failback", "follow_master"};
    Message answer;
    answer.kind = static_cast<std::uint16_t>(Ipc::result);
    answer.words[0] = static_cast<std::int32_t>(IpcResult::ok);
    switch (static_cast<Ipc>(request.kind)) {
        case Ipc::lock_command: {
            const auto command = static_cast<LockCommand>(request.words[0]);
            const auto lock = static_cast<Lock>(request.words[1]);
            note(std::string("ipc ") + commands[static_cast<std::size_t>(request.words[0])] + " " +
                 locks[static_cast<std::size_t>(request.words[1])] + " " +
                 std::to_string(request.words[2]));
            const CommandResult result = lock_answer(command, lock, request.words[2]);
            answer.words[1] = static_cast<std::int32_t>(result);
            if (result == CommandResult::transition) {
                answer.words[0] = static_cast<std::int32_t>(IpcResult::in_transition);
            }
            break;
        }
        case Ipc::watchdog_state:
            note("ipc state");
            answer.words[1] = static_cast<std::int32_t>(watchdog_state);
            break;
        case Ipc::status_data:
            note("ipc status_data");
            return status_reply;
        case Ipc::failover_request:
            note("ipc request");
            answer.words[1] = static_cast<std::int32_t>(request_answer);
            answer.words[2] = request_id;
            break;
        case Ipc::node_list:
        case Ipc::node_status_change:
        case Ipc::recovery_end:
        case Ipc::result:
            break;
    }
    return answer;
}

void MainBench::raise(const Raise& wish) {
    const Role role = children_[wish.to.value];
    const auto child = static_cast<Process>(role);
    note("raise " + std::to_string(static_cast<int>(wish.signal)) + " role " +
         std::to_string(role));
    const bool stops = wish.signal == Signal::quit || wish.signal == Signal::terminate ||
                       wish.signal == Signal::interrupt;
    const bool restarts =
        wish.signal == Signal::usr1 && (child == Process::pcp || child == Process::worker);
    if (!stops && !restarts) return;
    const std::int32_t status = stops && child != Process::child ? 0
                                : child == Process::pcp          ? 0
                                                                 : 256;
    later(millisecond, ChildEnded{wish.to, status});
    later(millisecond, Caught{Signal::child});
}

std::vector<std::string> MainBench::lines() { return std::exchange(lines_, {}); }

std::vector<std::string> MainBench::texts() {
    std::vector<std::string> kept;
    for (std::string& line : lines()) {
        const std::string_view first = std::string_view(line).substr(0, line.find(' '));
        if (first == "ipc" || first == "run" || first == "raise" || first == "save" ||
            line.starts_with("fork 5") || line == "unlink") {
            continue;
        }
        if (first == "fork" && std::isdigit(static_cast<unsigned char>(line[5])) != 0) continue;
        kept.push_back(std::move(line));
    }
    return kept;
}

}  // namespace failover::interlock::test
