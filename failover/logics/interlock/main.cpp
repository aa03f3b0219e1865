#include "failover/logics/interlock/main.hpp"

#include "failover/logics/interlock/status_file.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

// The optional parts of an activity (main_activity.hpp).
template <class Activity>
bool activity_takes(const Activity& activity, const Input& input) {
    if constexpr (requires { activity.takes(input); }) return activity.takes(input);
    return false;
}
template <class Activity>
bool activity_heeds_signals(const Activity& activity) {
    if constexpr (requires { activity.heeds_signals(); }) return activity.heeds_signals();
    return false;
}
template <class Activity>
Next activity_take(Activity& activity, MainStep& step, const Input& input) {
    if constexpr (requires { activity.take(step, input); }) return activity.take(step, input);
    return Next::wait;
}

}  // namespace

void Main::start(Context& context, const Started& started) {
    LOGIC_ASSERT(frames_.empty());
    Shared& shared = context.shared;
    shared.main = context.self;
    shared.backend_count = context.config.backend_count();
    shared.children.resize(static_cast<std::size_t>(context.config.num_init_children));
    if (started.stale_pid_file) context.out.log(id(MainText::pid_file_found));
    load_status(context, started);
    shared.master_node = shared.lowest_valid();
    shared.primary_node = backend_not_searched;
    frames_.emplace_back(MainLoop{});
    drive(context);
}

void Main::step(Context& context, std::span<const Input> inputs) {
    LOGIC_ASSERT(inputs.size() == 1);
    const Input& input = inputs.front();
    if (const auto* signal = std::get_if<Caught>(&input.what)) {
        caught(context, signal->signal);
        return;
    }
    std::optional<Frame> called;
    MainStep step{context, memory_, called};
    const Next next = std::visit(
        [&](auto& activity) {
            // A timer that fired just before it was stopped: nobody waits for it any more.
            if (!activity_takes(activity, input)) return Next::wait;
            return activity_take(activity, step, input);
        },
        frames_.back());
    move_on(next, called);
    if (!waiting_) drive(context);
}

bool Main::takes(const Input& input) const {
    if (frames_.empty() || std::holds_alternative<Caught>(input.what) ||
        std::holds_alternative<Started>(input.what) ||
        std::holds_alternative<TimedOut>(input.what)) {
        return true;
    }
    return std::visit([&](const auto& activity) { return activity_takes(activity, input); },
                      frames_.back());
}

Pending Main::pending(BackendId backend) const {
    Pending found = Pending::nothing;
    for (const Frame& frame : frames_) {
        if (std::holds_alternative<Sync>(frame)) found = Pending::sync;
        const NodeRequest* request = nullptr;
        if (const auto* run = std::get_if<FailoverProcedure>(&frame)) {
            // Follow degeneration may reach any backend, so any entry may concern this one.
            if (!run->request().nodes.empty()) return Pending::request;
        }
        if (const auto* asking = std::get_if<DegenerateRequest>(&frame)) request = &asking->request;
        if (request == nullptr) continue;
        for (const BackendId node : request->nodes) {
            if (node == backend) return Pending::request;
        }
    }
    return found;
}

void Main::caught(Context& context, Signal signal) {
    const Cause cause = context.out.cause();
    switch (signal) {
        case Signal::usr1:
            memory_.usr1.raise(cause);
            break;
        case Signal::usr2:
            memory_.usr2.raise(cause);
            break;
        case Signal::child:
            memory_.child.raise(cause);
            break;
        case Signal::hup:
            memory_.hup.raise(cause);
            break;
        case Signal::interrupt:
        case Signal::quit:
        case Signal::terminate:
            if (!memory_.stopping) memory_.stop_signal = signal;
            memory_.stopping = true;
            break;
        case Signal::alarm:
        case Signal::kill:
            return;  // the alarm is kept as a moment, a kill is never caught
    }
    const bool wakes = std::visit(
        [](const auto& activity) { return activity_heeds_signals(activity); }, frames_.back());
    // The stop handler runs at once wherever main is, but not inside system().
    const bool stops = memory_.stopping && !std::holds_alternative<CommandRun>(frames_.back());
    if (wakes || stops) drive(context);
}

void Main::drive(Context& context) {
    do {
        if (memory_.stopping && !std::holds_alternative<ShutDown>(frames_.back())) {
            frames_.clear();
            frames_.emplace_back(ShutDown{});
        }
        std::optional<Frame> called;
        MainStep step{context, memory_, called};
        const Next next =
            std::visit([&](auto& activity) { return activity.run(step); }, frames_.back());
        move_on(next, called);
    } while (!waiting_);
}

void Main::move_on(Next next, std::optional<Frame>& called) {
    waiting_ = next == Next::wait;
    switch (next) {
        case Next::wait:
        case Next::again:
            break;
        case Next::call:
            LOGIC_ASSERT(called.has_value());
            frames_.push_back(std::move(*called));
            break;
        case Next::done:
            frames_.pop_back();
            LOGIC_ASSERT(!frames_.empty());
            break;
    }
}

}  // namespace failover::interlock
