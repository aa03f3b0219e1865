#include "failover/logics/interlock/pcp.hpp"

#include <algorithm>

#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

/// The descriptor the accepted socket gets in the PCP process; the same in all recordings.
constexpr std::int32_t accepted_descriptor = 6;
constexpr std::int32_t fatal_exit = 3;
constexpr std::int32_t segmentation_fault = 11;

}  // namespace

void Pcp::start(Context& context, const Started&) {
    context.out.put(Listen{Plane::admin, true});
    workers_ = context.shared.pcp_workers;
    context.shared.pcp_recovering = false;
}

void Pcp::step(Context& context, std::span<const Input> inputs) {
    LOGIC_ASSERT(inputs.size() == 1);
    const Input& input = inputs.front();
    if (const auto* signal = std::get_if<Caught>(&input.what)) {
        caught(context, signal->signal);
    } else if (const auto* accepted = std::get_if<Accepted>(&input.what)) {
        accept(context, accepted->connection);
    } else if (const auto* ended = std::get_if<ChildEnded>(&input.what)) {
        reap(context, *ended);
    }
}

bool Pcp::takes(const Input& input) const {
    const auto* accepted = std::get_if<Accepted>(&input.what);
    if (accepted != nullptr) return accepted->plane == Plane::admin && !restarting_;
    return std::holds_alternative<ChildEnded>(input.what);
}

void Pcp::caught(Context& context, Signal signal) {
    switch (signal) {
        case Signal::usr1:
            context.out.log(id(ProcessText::pcp_restart_request));
            if (context.config.fixes.r45) return context.out.put(Exit{0});
            restarting_ = true;
            if (workers_.empty()) context.out.put(Exit{0});
            return;
        case Signal::usr2:
            for (const Pid worker : workers_) context.out.put(Raise{worker, Signal::usr2});
            return;
        case Signal::quit:
        case Signal::terminate:
        case Signal::interrupt:
            context.out.put(Exit{0});
            return;
        case Signal::hup:
            context.rereads = true;
            return;
        case Signal::kill:
        case Signal::alarm:
        case Signal::child:
            return;
    }
}

/// So that the next PCP process, whatever became of this one, can wake them.
void Pcp::remember(Context& context) const {
    if (context.config.fixes.r45) context.shared.pcp_workers = workers_;
}

void Pcp::accept(Context& context, ConnectionId connection) {
    const Pid worker = context.out.fork(role(Process::pcp_worker), connection.value);
    workers_.push_back(worker);
    remember(context);
    context.out.log(id(ProcessText::pcp_forked_worker), {worker.value, accepted_descriptor});
    context.out.put(HandOver{connection, worker});
}

void Pcp::reap(Context& context, const ChildEnded& ended) {
    std::erase(workers_, ended.pid);
    remember(context);
    const std::int32_t pid = ended.pid.value;
    const std::int32_t signal = ended.raw_status & 0x7f;
    if (signal == segmentation_fault) {
        context.out.log(id(ProcessText::pcp_worker_segmentation_fault), {pid});
    } else if (signal == 0) {
        // Also after a FATAL, which is exit 1 (§10).
        const bool fatal = ended.raw_status >> 8 == fatal_exit;
        context.out.log(id(fatal ? ProcessText::pcp_worker_fatal : ProcessText::pcp_worker_success),
                        {pid});
    }
    if (signal == 0) {
        context.out.log(id(ProcessText::pcp_worker_exits), {pid, ended.raw_status});
    } else {
        context.out.log(id(ProcessText::pcp_worker_signaled), {pid, ended.raw_status, signal});
    }
    if (restarting_ && workers_.empty()) context.out.put(Exit{0});
}

}  // namespace failover::interlock
