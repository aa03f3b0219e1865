#include "failover/logics/interlock/utility.hpp"

#include "failover/logics/interlock/main_waits.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

/// Ids are packed as bytes; the smallest, "not searched", as 0.
constexpr std::int32_t lowest_id = backend_not_searched.value;

constexpr std::int32_t byte_of(BackendId id) { return id.value - lowest_id; }
constexpr BackendId id_of(std::int32_t packed) { return BackendId{(packed & 0xff) + lowest_id}; }

}  // namespace

std::int32_t FollowArguments::packed() const {
    return byte_of(old_master) | byte_of(new_primary) << 8 | byte_of(old_primary) << 16;
}

FollowArguments FollowArguments::unpacked(std::int32_t argument) {
    return {id_of(argument), id_of(argument >> 8), id_of(argument >> 16)};
}

void Utility::start(Context& context, const Started& started) {
    arguments_ = FollowArguments::unpacked(started.argument);
    context.out.log(id(ProcessText::follow_start));
    run_next(context);
}

void Utility::step(Context& context, std::span<const Input> inputs) {
    LOGIC_ASSERT(inputs.size() == 1);
    const Input& input = inputs.front();
    if (const auto* signal = std::get_if<Caught>(&input.what)) {
        const bool stops = signal->signal == Signal::terminate ||
                           signal->signal == Signal::interrupt || signal->signal == Signal::quit;
        if (stops) context.out.put(Exit{0});
        return;
    }
    if (std::holds_alternative<CommandEnded>(input.what)) run_next(context);
}

bool Utility::takes(const Input& input) const {
    const auto* ended = std::get_if<CommandEnded>(&input.what);
    return ended != nullptr && ended->request == running_;
}

bool Utility::is_to_follow(const Context& context, BackendId node) const {
    if (context.shared.status_of(node) == Status::down) return true;
    return context.config.fixes.h19 && context.shared.valid(node) && node != arguments_.new_primary;
}

void Utility::run_next(Context& context) {
    if (context.config.follow_master_command.empty()) next_ = context.config.backend_count();
    for (; next_ < context.config.backend_count(); ++next_) {
        if (is_to_follow(context, BackendId{next_})) break;
    }
    if (next_ >= context.config.backend_count()) {
        context.out.put(Exit{0});
        return;
    }
    const auto small = [](BackendId id) { return static_cast<std::int16_t>(id.value); };
    const CommandLine line{.parameter = parameter_index("follow_master_command"),
                           .node = static_cast<std::int16_t>(next_),
                           .new_master = small(arguments_.new_primary),
                           .old_master = small(arguments_.old_master),
                           .old_primary = small(arguments_.old_primary),
                           .lowest_valid = small(context.shared.lowest_valid())};
    context.out.log(id(MainText::execute_command), command_arguments(line));
    running_ = context.out.run(line);
    ++next_;
}

}  // namespace failover::interlock
