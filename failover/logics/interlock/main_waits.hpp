// The short activities of main: sleeping, running a command, waiting for the PCP process, lock
// commands and the wait for a lock (semantics-3.6 §1.5, §6.3, §7).
#pragma once

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/main_activity.hpp"

namespace failover::interlock {

/// Sleeps until a moment of the host's clock. One that handles requests works off signals
/// meanwhile, as the product's pool_sleep does, and reaps; the moment stays.
struct Sleep {
    Sleep(Instant moment, bool with_requests) : until(moment), handles_requests(with_requests) {}

    Instant until;
    bool handles_requests = false;

    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const;
    [[nodiscard]] bool heeds_signals() const { return handles_requests; }
    bool operator==(const Sleep&) const = default;

  private:
    bool armed_ = false;
};

/// system(): logs `execute command`, runs it, waits for its end whatever happens (§6.4).
struct CommandRun {
    explicit CommandRun(const CommandLine& what) : line(what) {}

    CommandLine line;

    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const CommandRun&) const = default;

  private:
    RequestId request_;
    bool running_ = false;
};

/// Waits for the PCP process to exit and forks a new one (§6.3 P16).
struct PcpRestart {
    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const PcpRestart&) const = default;

  private:
    Pid pcp_;
};

/// Waits for a child to end, and reaps it.
struct ChildWait {
    explicit ChildWait(Pid which) : child(which) {}

    Pid child;

    Next run(MainStep&) { return Next::wait; }
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const ChildWait&) const = default;
};

/// One of the four lock commands; asked again while the cluster is in transition: 5 tries, 2 s
/// apart (§0). Without watchdog it succeeds at once. Brings back `command`.
struct LockOperation {
    LockOperation(LockCommand what, Lock which, std::int32_t id)
        : command(what), lock(which), failover_id(id) {}

    LockCommand command = LockCommand::start;
    Lock lock = Lock::failover;
    std::int32_t failover_id = 0;

    static constexpr int tries = 5;
    static constexpr Duration retry_delay = std::chrono::seconds{2};

    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const {
        return call_.open() && call_.takes(input);
    }
    bool operator==(const LockOperation&) const = default;

  private:
    IpcCall call_;
    int asked_ = 0;
};

/// What a proxy that is not the holder does until a lock is free: 21 polls, half a second apart,
/// then it goes on as if it were (§7.6).
struct LockWait {
    LockWait(Lock which, std::int32_t id) : lock(which), failover_id(id) {}

    Lock lock = Lock::failover;
    std::int32_t failover_id = 0;

    static constexpr int polls = 21;
    static constexpr Duration pause = std::chrono::milliseconds{500};

    Next run(MainStep& step);
    bool operator==(const LockWait&) const = default;

  private:
    enum class Stage : std::uint8_t { ask, judge };
    Stage stage_ = Stage::ask;
    int asked_ = 0;
};

/// The three arguments of `execute command: …` (reports unpack them in CommandLine's order).
[[nodiscard]] MessageArguments command_arguments(const CommandLine& line);

}  // namespace failover::interlock
