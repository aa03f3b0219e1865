// The main process: owns the status of the backends, checks their health, runs the failover
// procedure, forks and reaps the others (semantics-3.6 §1.1). One actor, one stack of activities.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "failover/logics/interlock/failover_procedure.hpp"
#include "failover/logics/interlock/find_primary.hpp"
#include "failover/logics/interlock/health_check.hpp"
#include "failover/logics/interlock/main_activity.hpp"
#include "failover/logics/interlock/main_requests.hpp"
#include "failover/logics/interlock/main_waits.hpp"
#include "failover/logics/interlock/reaper.hpp"
#include "failover/logics/interlock/startup.hpp"
#include "failover/logics/interlock/sync.hpp"

namespace failover::interlock {

/// One activity of main's stack.
using Frame = std::variant<MainLoop, StartUp, CheckRequests, Interrupts, Sync, FailoverProcedure,
                           FindPrimary, LockOperation, LockWait, CommandRun, Sleep, PcpRestart,
                           ChildWait, DegenerateRequest, Reap, ShutDown>;

/// One step as an activity sees it.
struct MainStep {
    Context& context;
    MainMemory& memory;
    std::optional<Frame>& called;

    /// Runs `frame` on top of the activity that returns this.
    Next call(Frame frame) {
        called = std::move(frame);
        return Next::call;
    }
    [[nodiscard]] const Config& config() const { return context.config; }
    [[nodiscard]] Shared& shared() const { return context.shared; }
    [[nodiscard]] Outbox& out() const { return context.out; }
    void log(MainText text, MessageArguments arguments = {}) const {
        context.out.log(id(text), arguments);
    }
    Pid fork(Process process, std::int32_t argument) const {
        const Pid pid = context.out.fork(role(process), argument);
        memory.living.push_back(pid);
        return pid;
    }
};

class Main {
  public:
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;

    /// What main itself could still do about a backend's status; `nothing` is also said of what
    /// only its shared memory knows (see Interlock::beliefs).
    [[nodiscard]] Pending pending(BackendId backend) const;
    /// Bottom first: what main is doing, for printing.
    [[nodiscard]] const std::vector<Frame>& frames() const { return frames_; }
    [[nodiscard]] const MainMemory& memory() const { return memory_; }

    bool operator==(const Main&) const = default;

  private:
    void caught(Context& context, Signal signal);
    void drive(Context& context);
    void move_on(Next next, std::optional<Frame>& called);

    MainMemory memory_;
    std::vector<Frame> frames_;
    bool waiting_ = false;
};

}  // namespace failover::interlock
