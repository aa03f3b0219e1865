// Any failover logic, held by value: the one place where a logic's type is forgotten. A catalogue
// entry makes boxes; whoever brings an own logic adds an entry (failover/logic.hpp, FailoverLogic).
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <typeinfo>
#include <utility>

#include "engine/assert.hpp"
#include "failover/logic.hpp"

namespace sim::world {

/// A copyable box around one proxy's logic value. Copy-assigning a box of the same logic reuses
/// its storage, so that keeping a world is cheap.
class LogicBox {
  public:
    LogicBox() = default;
    template <failover::FailoverLogic L>
    explicit LogicBox(std::in_place_type_t<L>, const failover::Setup& setup)
        : held_(std::make_unique<Holder<L>>(L(setup))) {}

    LogicBox(const LogicBox& other) : held_(other.held_ ? other.held_->clone() : nullptr) {}
    LogicBox(LogicBox&&) noexcept = default;
    LogicBox& operator=(LogicBox&&) noexcept = default;
    LogicBox& operator=(const LogicBox& other) {
        if (this == &other) return *this;
        if (held_ && other.held_ && held_->assign(*other.held_)) return *this;
        held_ = other.held_ ? other.held_->clone() : nullptr;
        return *this;
    }
    ~LogicBox() = default;

    [[nodiscard]] explicit operator bool() const { return held_ != nullptr; }
    void reset() { held_.reset(); }

    void step(failover::Instant now, failover::Pid process, std::span<const failover::Input> inputs,
              failover::Outbox& out) {
        held_->step(now, process, inputs, out);
    }
    void died(failover::Pid process) { held_->died(process); }
    [[nodiscard]] bool takes(failover::Pid process, const failover::Input& input) const {
        return held_->takes(process, input);
    }
    [[nodiscard]] std::optional<failover::ConnectionId> relays(
        failover::ConnectionId client) const {
        return held_->relays(client);
    }
    [[nodiscard]] failover::Beliefs beliefs() const { return held_->beliefs(); }
    /// What `show pool_nodes` would print to nobody's session, if the logic can tell.
    [[nodiscard]] std::optional<failover::Message> shown() const { return held_->shown(); }

  private:
    struct Base {
        virtual ~Base() = default;
        [[nodiscard]] virtual std::unique_ptr<Base> clone() const = 0;
        virtual bool assign(const Base& other) = 0;
        virtual void step(failover::Instant, failover::Pid, std::span<const failover::Input>,
                          failover::Outbox&) = 0;
        virtual void died(failover::Pid) = 0;
        [[nodiscard]] virtual bool takes(failover::Pid, const failover::Input&) const = 0;
        [[nodiscard]] virtual std::optional<failover::ConnectionId> relays(
            failover::ConnectionId) const = 0;
        [[nodiscard]] virtual failover::Beliefs beliefs() const = 0;
        [[nodiscard]] virtual std::optional<failover::Message> shown() const = 0;
    };
    template <class L>
    struct Holder final : Base {
        L logic;
        explicit Holder(L value) : logic(std::move(value)) {}
        std::unique_ptr<Base> clone() const override { return std::make_unique<Holder>(logic); }
        bool assign(const Base& other) override {
            const auto* same = dynamic_cast<const Holder*>(&other);
            if (same != nullptr) logic = same->logic;
            return same != nullptr;
        }
        void step(failover::Instant now, failover::Pid process,
                  std::span<const failover::Input> inputs, failover::Outbox& out) override {
            logic.step(now, process, inputs, out);
        }
        void died(failover::Pid process) override { logic.died(process); }
        bool takes(failover::Pid process, const failover::Input& input) const override {
            return logic.takes(process, input);
        }
        std::optional<failover::ConnectionId> relays(failover::ConnectionId c) const override {
            return logic.relays(c);
        }
        failover::Beliefs beliefs() const override { return logic.beliefs(); }
        std::optional<failover::Message> shown() const override {
            if constexpr (requires { logic.shown(); }) return logic.shown();
            return std::nullopt;
        }
    };
    std::unique_ptr<Base> held_;
};

/// A logic by name, as `logic = "…"` of a scenario asks for it.
struct LogicEntry {
    std::string_view name;
    std::string_view summary;
    const failover::Catalogue* catalogue = nullptr;
    LogicBox (*make)(const failover::Setup&) = nullptr;
};

template <failover::FailoverLogic L>
[[nodiscard]] LogicEntry logic_entry(std::string_view name, std::string_view summary) {
    return {name, summary, &L::catalogue(),
            [](const failover::Setup& setup) { return LogicBox(std::in_place_type<L>, setup); }};
}

/// The logic of that name; nullptr: there is none.
[[nodiscard]] inline const LogicEntry* find_logic(std::span<const LogicEntry> logics,
                                                  std::string_view name) {
    for (const LogicEntry& entry : logics) {
        if (entry.name == name) return &entry;
    }
    return nullptr;
}

}  // namespace sim::world
