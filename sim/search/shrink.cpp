#include "sim/search/shrink.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sim/scenario/quantity.hpp"
#include "sim/search/trees.hpp"

namespace sim::search {

namespace {

using engine::Duration;
using scenario::Entry;
using Kind = Entry::Kind;

class Shrinker {
  public:
    Shrinker(Entry story, const StillFails& still_fails, std::size_t most)
        : best_{std::move(story), 0, false}, still_fails_(still_fails), most_(most) {}

    Shrunk run() {
        // What one pass makes possible another may use: until none finds anything.
        while (one_round()) {
        }
        return std::move(best_);
    }

  private:
    bool one_round() {
        bool smaller = leave_out("step");
        smaller |= leave_out("load");
        smaller |= leave_out("host");
        smaller |= leave_out("variant");
        for (const char* section : {"choices", "waive", "proxy", "database"}) {
            smaller |= leave_out_keys({section});
        }
        smaller |= leave_out_keys({"proxy", "commands"});
        while (all_sooner()) smaller = true;
        smaller |= shorten_steps();
        return smaller;
    }

    bool accept(Entry candidate) {
        if (best_.tried >= most_) {
            best_.exhausted = true;
            return false;
        }
        ++best_.tried;
        if (!still_fails_(candidate)) return false;
        best_.story = std::move(candidate);
        return true;
    }

    /// Elements of a list, first in halves, then in ever smaller runs, last each alone.
    bool leave_out(std::string_view list) {
        const Entry* all = best_.story.find(list);
        if (all == nullptr || all->kind != Kind::array) return false;
        bool smaller = false;
        for (std::size_t run = std::max<std::size_t>(all->elements.size() / 2, 1);; run /= 2) {
            for (std::size_t at = 0; at < elements(list);) {
                Entry candidate = best_.story;
                auto& left = candidate.find(list)->elements;
                const auto from = left.begin() + static_cast<std::ptrdiff_t>(at);
                const auto to =
                    left.begin() + static_cast<std::ptrdiff_t>(std::min(at + run, left.size()));
                left.erase(from, to);
                if (left.empty()) erase_key(candidate, list);
                if (accept(std::move(candidate))) {
                    smaller = true;
                } else {
                    at += run;
                }
            }
            if (run <= 1) return smaller;
        }
    }
    [[nodiscard]] std::size_t elements(std::string_view list) const {
        const Entry* all = best_.story.find(list);
        return all == nullptr ? 0 : all->elements.size();
    }

    /// Keys of a table, each alone: what is left out has its usual value.
    bool leave_out_keys(const std::vector<std::string_view>& path) {
        bool smaller = false;
        for (std::size_t at = 0;;) {
            Entry candidate = best_.story;
            Entry* table = find(candidate, path);
            if (table == nullptr || at >= table->fields.size()) return smaller;
            table->fields.erase(table->fields.begin() + static_cast<std::ptrdiff_t>(at));
            if (accept(std::move(candidate))) {
                smaller = true;
            } else {
                ++at;
            }
        }
    }
    static Entry* find(Entry& root, const std::vector<std::string_view>& path) {
        Entry* at = &root;
        for (const std::string_view key : path) {
            at = at->kind == Kind::table ? at->find(key) : nullptr;
            if (at == nullptr) return nullptr;
        }
        return at->kind == Kind::table ? at : nullptr;
    }
    static void erase_key(Entry& table, std::string_view key) {
        std::erase_if(table.fields, [&](const scenario::Field& field) { return field.key == key; });
    }

    // ---- spans ----

    /// All steps at half their time: what depends on the order alone stays as it was.
    bool all_sooner() {
        Entry candidate = best_.story;
        bool any = false;
        for (std::size_t step = 0; step < elements("step"); ++step) {
            for (const auto& path : {std::vector<std::string_view>{"after"}, {"do", "wait"}}) {
                const auto now = span_at(step, path);
                if (!now || *now < least_halved) continue;
                *value_at(candidate, step, path) = text(written_span(half_of(*now)));
                any = true;
            }
        }
        return any && accept(std::move(candidate));
    }
    static constexpr Duration least_halved = std::chrono::seconds{1};
    /// Without more digits than the whole has.
    static Duration half_of(Duration span) {
        using namespace std::chrono_literals;
        const Duration unit = span >= 2s ? Duration{100ms} : Duration{1ms};
        return span / 2 / unit * unit;
    }
    bool shorten_steps() {
        bool smaller = false;
        for (std::size_t step = 0; step < elements("step"); ++step) {
            for (const auto& path : {std::vector<std::string_view>{"after"},
                                     {"do", "for"},
                                     {"do", "wait"},
                                     {"within"},
                                     {"for"}}) {
                while (shorten(step, path)) smaller = true;
            }
        }
        return smaller;
    }
    /// A shorter span, or a rounder one of about the same length.
    bool shorten(std::size_t step, const std::vector<std::string_view>& path) {
        const auto now = span_at(step, path);
        if (!now || now->count() == 0) return false;
        using namespace std::chrono_literals;
        constexpr std::array<Duration, 4> round{1min, 10s, 1s, 100ms};
        const auto set = [&](Duration span) {
            if (span >= *now || span.count() < 0) return false;
            Entry candidate = best_.story;
            *value_at(candidate, step, path) = text(written_span(span));
            return accept(std::move(candidate));
        };
        if (set(Duration{0}) || set(half_of(*now))) return true;
        return std::ranges::any_of(round, [&](Duration unit) { return set(*now / unit * unit); });
    }
    std::optional<Duration> span_at(std::size_t step, const std::vector<std::string_view>& path) {
        const Entry* value = value_at(best_.story, step, path);
        if (value == nullptr || value->kind != Kind::string) return std::nullopt;
        return scenario::read_span(value->text).value;
    }
    static Entry* value_at(Entry& story, std::size_t step,
                           const std::vector<std::string_view>& path) {
        Entry* at = &story.find("step")->elements[step];
        for (const std::string_view key : path) {
            at = at->kind == Kind::table ? at->find(key) : nullptr;
            if (at == nullptr) return nullptr;
        }
        return at;
    }

    Shrunk best_;
    const StillFails& still_fails_;
    std::size_t most_;
};

}  // namespace

Shrunk shrink(Entry story, const StillFails& still_fails, std::size_t most) {
    return Shrinker(std::move(story), still_fails, most).run();
}

}  // namespace sim::search
