// A test bench for one process of the interlock logic: it is given inputs one by one, and what it
// wants is looked at. Nothing of the world is here but numbers for pids and connections.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "failover/logics/interlock/ipc.hpp"
#include "failover/logics/interlock/main_texts.hpp"
#include "failover/logics/interlock/process.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/client.hpp"
#include "failover/words/database.hpp"
#include "tests/failover/bench_host.hpp"

namespace failover::interlock {

/// Stable name of a message, as dialect tables know it.
inline std::string key_of(MessageId id) {
    for (const auto texts : {main_texts(), process_texts()}) {
        for (const MessageText& text : texts) {
            if (text.id == id) return std::string{text.key};
        }
    }
    return "unknown message";
}

/// One proxy with three backends up, backend 0 primary, one child slot per `children`.
class Bench {
  public:
    static constexpr Pid self{4532};
    static constexpr Pid main{2799};

    explicit Bench(std::size_t children = 2) {
        config.self = ProxyId{0};
        for (int i = 0; i < 3; ++i) {
            config.backends.push_back({.hostname = "db",
                                       .port = 54321,
                                       .weight_millionths = 1'000'000,
                                       .data_directory = "/data",
                                       .disallow_to_failover = false});
            shared.status[static_cast<std::size_t>(i)] = Status::up;
        }
        config.connect_timeout = std::chrono::seconds{10};
        config.sr_check_period = std::chrono::seconds{10};
        config.recovery_timeout = std::chrono::seconds{90};
        shared.backend_count = 3;
        shared.master_node = BackendId{0};
        shared.primary_node = BackendId{0};
        shared.main = main;
        shared.children.resize(children);
    }

    Context context() { return {now, self, config, shared, out}; }

    template <class Process>
    void start(Process& process, std::int32_t argument = 0) {
        Context here = context();
        out.clear();
        process.start(here, Started{.role = 0,
                                    .argument = argument,
                                    .parent = main,
                                    .discard_status = false,
                                    .memory = std::nullopt});
    }
    template <class Process>
    void give(Process& process, Happening what) {
        Context here = context();
        out.clear();
        const Input input{std::move(what), {}};
        process.step(here, std::span{&input, 1});
    }
    /// A call embedded in a process: one input, and whether the dialogue is over.
    template <class Call>
    bool give_call(Call& call, Happening what) {
        Context here = context();
        out.clear();
        return call.step(here, Input{std::move(what), {}});
    }

    /// What the last step wanted of one kind, in order.
    template <class Want>
    [[nodiscard]] std::vector<Want> wanted() const {
        std::vector<Want> found;
        for (const Output& output : out.outputs()) {
            if (const auto* want = std::get_if<Want>(&output.what)) found.push_back(*want);
        }
        return found;
    }
    /// Log lines, signals and answers of the last step, in order, as words.
    [[nodiscard]] std::vector<std::string> story() const {
        std::vector<std::string> words;
        for (const Output& output : out.outputs()) {
            if (const auto* log = std::get_if<Log>(&output.what)) words.push_back(key_of(log->id));
            if (const auto* send = std::get_if<Send>(&output.what)) {
                words.push_back("send " + std::to_string(send->message.kind));
            }
            if (const auto* raise = std::get_if<Raise>(&output.what)) {
                words.push_back("raise to " + std::to_string(raise->to.value));
            }
            if (const auto* connect = std::get_if<Connect>(&output.what)) {
                words.push_back("connect " + std::to_string(connect->to));
            }
            if (const auto* exit = std::get_if<Exit>(&output.what)) {
                words.push_back("exit " + std::to_string(exit->status));
            }
        }
        return words;
    }
    [[nodiscard]] ConnectionId connecting() const {
        const auto connects = wanted<Connect>();
        return connects.empty() ? no_connection : connects.back().connection;
    }
    [[nodiscard]] bool exited() const { return !wanted<Exit>().empty(); }

    Instant now{};
    Config config;
    Shared shared;
    BenchHost host;
    Outbox out{host};
};

template <class Kind>
[[nodiscard]] Message message(Kind kind, std::int32_t first = 0) {
    Message it;
    it.kind = static_cast<std::uint16_t>(kind);
    it.words[0] = first;
    return it;
}

/// The watchdog's answer to f.
[[nodiscard]] inline Message ipc_answer(IpcResult result, CommandResult answer = {},
                                        std::int32_t failover_id = 0) {
    Message it = message(Ipc::result, static_cast<std::int32_t>(result));
    it.words[1] = static_cast<std::int32_t>(answer);
    it.words[2] = failover_id;
    return it;
}

}  // namespace failover::interlock
