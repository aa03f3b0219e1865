// A bench for main alone: its world in a hundred lines. IPC, databases, commands and children
// answer as a test says; what main does is kept as readable lines, in order.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "failover/logics/interlock/main.hpp"
#include "failover/words/database.hpp"

namespace failover::interlock::test {

enum class DatabaseAnswer : std::uint8_t { primary, standby, refused, silent };

struct BenchSetup {
    int backends = 3;
    int proxies = 2;
    int children = 2;
    std::map<std::string, std::string> parameters = {};  ///< as the file would say them
};

/// Builds a Config from parameters by name.
[[nodiscard]] Config bench_config(const BenchSetup& setup);

class MainBench : public Host {
  public:
    explicit MainBench(const BenchSetup& setup = {});

    // What the world around main is like.
    std::vector<DatabaseAnswer> databases;
    /// Answers lock commands; the default is a holder's watchdog.
    std::function<CommandResult(LockCommand, Lock, std::int32_t)> lock_answer;
    WatchdogState watchdog_state = WatchdogState::master;
    CommandResult request_answer = CommandResult::proceed;
    std::int32_t request_id = 15;
    Message status_reply;  ///< to status_data
    std::map<std::string, Duration> command_takes;
    bool watchdog_silent = false;
    bool client_port_free = true;

    /// Starts main and runs until it serves.
    void serve(std::optional<StatusFile> memory = std::nullopt, bool discard = false);
    void start(std::optional<StatusFile> memory, bool discard);
    /// Puts a request into the ring and signals main, as another process does.
    void request(NodeRequest request);
    void signal(Signal signal);
    void child_ended(Pid pid, std::int32_t raw_status);
    void run_for(Duration span);

    /// Lines since the last call: texts, `ipc …`, `run …`, `raise …`, `save …`, `fork …`.
    std::vector<std::string> lines();
    /// The same, only printed texts.
    std::vector<std::string> texts();

    Shared shared;
    Config config;
    Main main;
    Instant now{1'000'000'000'000};
    bool exited = false;

    Pid next_pid() override { return Pid{++pid_}; }
    std::int32_t next_number() override { return ++number_; }
    std::size_t choose_backend(ConnectionId, std::span<const BackendId>,
                               std::span<const std::uint64_t>) override {
        return 0;
    }
    bool port_is_free(Plane) override { return client_port_free; }

  private:
    struct Due {
        Instant at;
        Input input;
    };
    void step(const Input& input);
    void offer();
    void carry_out(const Output& output);
    void connect(const Connect& wish);
    void send(const Send& wish);
    Message answer_ipc(const Message& request);
    void raise(const Raise& wish);
    void later(Duration after, Happening what);
    void note(std::string line) { lines_.push_back(std::move(line)); }

    std::deque<Input> mailbox_;
    std::vector<Due> due_;
    std::optional<Instant> timer_;
    std::map<std::int32_t, std::int32_t> connections_;  ///< to a backend, or -1: ipc
    std::map<std::int32_t, Role> children_;
    std::vector<std::string> lines_;
    std::int32_t pid_ = 100;
    std::int32_t number_ = 0;
};

}  // namespace failover::interlock::test
