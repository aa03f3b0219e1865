#include "failover/logics/interlock/lock.hpp"

#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

using H = HolderIs;
using R = RequesterIs;
using O = ObjectIs;
using L = LockIs;
using E = LockEffect;
using C = CommandResult;
using T = WatchdogText;

constexpr std::array rules{
    LockRule{LockCommand::start, H::any, R::leader, O::any, L::any, E::take_all,
             C::i_am_lock_holder, T::lock_holder},
    LockRule{LockCommand::start, H::nobody, R::peer, O::any, L::any, E::none,
             C::i_am_not_lock_holder, T::lock_only_leader},
    LockRule{LockCommand::start, H::somebody, R::peer, O::any, L::any, E::none,
             C::i_am_not_lock_holder, T::lock_held},
    LockRule{LockCommand::release, H::requester, R::any, O::any, L::any, E::release_one, C::success,
             T::lock_released},
    LockRule{LockCommand::release, H::any, R::any, O::any, L::any, E::none, C::i_am_not_lock_holder,
             T::lock_release_denied},
    LockRule{LockCommand::check, H::somebody, R::any, O::any, L::set, E::none, C::locked,
             T::lock_locked},
    LockRule{LockCommand::check, H::somebody, R::any, O::any, L::free, E::none, C::unlocked,
             T::lock_free},
    LockRule{LockCommand::check, H::nobody, R::any, O::known, L::any, E::none,
             C::no_lockholder_but_wait, T::lock_not_started},
    LockRule{LockCommand::check, H::nobody, R::any, O::unknown, L::any, E::none, C::no_lockholder,
             T::lock_no_holder},
    LockRule{LockCommand::finish, H::not_other, R::any, O::any, L::any, E::drop_all, C::success,
             T::lock_resigned},
    LockRule{LockCommand::finish, H::other, R::any, O::any, L::any, E::none,
             C::i_am_not_lock_holder, T::lock_resign_denied},
};

/// What a command prints besides its row; in the order of LockCommand.
struct CommandLines {
    T announced;
    T at_standby;
};
constexpr std::array command_lines{
    CommandLines{T::lock_start, T::lock_start_standby},
    CommandLines{T::lock_release, T::lock_release_standby},
    CommandLines{T::lock_check, T::lock_check_standby},
    CommandLines{T::lock_resign, T::lock_resign_standby},
};

bool fits(HolderIs wanted, ProxyId holder, ProxyId requester) {
    switch (wanted) {
        case HolderIs::any:
            return true;
        case HolderIs::nobody:
            return holder == no_proxy;
        case HolderIs::requester:
            return holder == requester;
        case HolderIs::other:
            return holder != no_proxy && holder != requester;
        case HolderIs::somebody:
            return holder != no_proxy;
        case HolderIs::not_other:
            return holder == no_proxy || holder == requester;
    }
    return false;
}

template <class Is>
bool fits(Is wanted, bool first) {  // enumerators: any, the case itself, its contrary
    return wanted == Is::any || (static_cast<int>(wanted) == 1) == first;
}

}  // namespace

std::span<const LockRule> lock_rules() { return rules; }

std::size_t row_of(const LockRule& rule) {
    const auto row = static_cast<std::size_t>(&rule - rules.data());
    LOGIC_ASSERT(row < rules.size());
    return row;
}

WatchdogText lock_announcement(LockCommand command) {
    return command_lines[static_cast<std::size_t>(command)].announced;
}

WatchdogText lock_refusal(LockCommand command) {
    return command_lines[static_cast<std::size_t>(command)].at_standby;
}

const LockRule& FailoverLock::rule_for(const LockRequest& request, ProxyId leader,
                                       bool object_known) const {
    const auto decides = [&](const LockRule& rule) {
        return rule.command == request.command && fits(rule.holder, holder_, request.requester) &&
               fits(rule.requester, request.requester == leader) &&
               fits(rule.object, object_known) && fits(rule.lock, locked(request.lock));
    };
    const auto decided = std::ranges::find_if(rules, decides);
    LOGIC_ASSERT(decided != rules.end());
    return *decided;
}

void FailoverLock::apply(const LockRule& rule, const LockRequest& request) {
    switch (rule.effect) {
        case LockEffect::none:
            break;
        case LockEffect::take_all:
            holder_ = request.requester;
            locks_.fill(true);
            break;
        case LockEffect::release_one:
            locks_[static_cast<std::size_t>(request.lock)] = false;
            break;
        case LockEffect::drop_all:
            holder_ = no_proxy;
            locks_.fill(false);
            break;
    }
}

}  // namespace failover::interlock
