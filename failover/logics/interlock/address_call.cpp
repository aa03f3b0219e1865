#include "failover/logics/interlock/address_call.hpp"

#include "failover/logics/interlock/watchdog_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr std::int32_t most_tests = 3;

}  // namespace

void AddressCall::acquire(Context& context) {
    LOGIC_ASSERT(!open());
    tests_ = 0;
    run(context, Stage::going_up);
}

void AddressCall::release(Context& context) {
    LOGIC_ASSERT(!open());
    run(context, Stage::going_down);
}

void AddressCall::run(Context& context, Stage stage) {
    stage_ = stage;
    CommandLine line;
    Purpose purpose = Purpose::announce;
    if (stage == Stage::going_up) {
        line.parameter = parameter_index("if_up_cmd");
        purpose = Purpose::address_up;
    } else if (stage == Stage::going_down) {
        line.parameter = parameter_index("if_down_cmd");
        purpose = Purpose::address_down;
    } else {
        line.parameter = parameter_index("arping_cmd");
    }
    request_ = context.out.run(line, purpose);
}

void AddressCall::ping(Context& context) {
    stage_ = Stage::testing;
    ++tests_;
    request_ = context.out.ping(context.config.delegate_ip);
}

bool AddressCall::takes(const Input& input) const {
    const auto* ended = std::get_if<CommandEnded>(&input.what);
    return open() && ended != nullptr && ended->request == request_;
}

bool AddressCall::step(Context& context, const CommandEnded& ended) {
    const bool good = ended.exit_status == 0;
    if (stage_ == Stage::going_down || (stage_ == Stage::testing && good)) {
        return finish(context, good);
    }
    if (stage_ == Stage::testing) {
        context.out.log(id(WatchdogText::address_waiting), {tests_});
        if (tests_ >= most_tests) return finish(context, false);
        ping(context);
        return false;
    }
    if (!good) return finish(context, false);
    if (stage_ == Stage::going_up) {
        run(context, Stage::announcing);
    } else {
        ping(context);
    }
    return false;
}

bool AddressCall::finish(Context& context, bool success) {
    const bool up = stage_ != Stage::going_down;
    stage_ = Stage::idle;
    succeeded_ = success;
    const auto good = up ? WatchdogText::address_acquired : WatchdogText::address_released;
    const auto bad = up ? WatchdogText::address_not_acquired : WatchdogText::address_not_released;
    context.out.log(id(success ? good : bad), {parameter_index("delegate_IP")});
    return true;
}

}  // namespace failover::interlock
