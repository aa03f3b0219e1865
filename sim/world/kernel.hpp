// The part of a world that every model in it uses: the instant, the agenda, the choices, the
// running fingerprint, and the stream of records with the cause that is current.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "engine/agenda.hpp"
#include "engine/choices.hpp"
#include "engine/fingerprint.hpp"
#include "engine/record.hpp"
#include "sim/facts/facts.hpp"
#include "sim/world/event.hpp"
#include "sim/world/trace.hpp"

namespace sim::world {

using engine::Duration;
using engine::Question;
using engine::Sequence;
using engine::TrueTime;
using facts::Kind;

/// What the answer of a choice is: how `[choices]` writes it.
enum class ChoiceOf : std::uint8_t { span, database, number };

/// Collects the names of choices for `--choices`; only then are names made as text.
class NameBook {
  public:
    virtual ~NameBook() = default;
    virtual void note(const engine::Answered& answered, std::string name, ChoiceOf what) = 0;
};

class Kernel {
  public:
    explicit Kernel(std::uint64_t seed, std::vector<engine::Pin> pins)
        : choices_(seed, std::move(pins)) {}

    /// Whoever listens: attached by whoever runs the world, not part of its value.
    struct Listeners {
        engine::Recorder* recorder = nullptr;
        NameBook* names = nullptr;
        FoldBook* folds = nullptr;
    };
    void attach(const Listeners& listeners) { listeners_ = listeners; }

    [[nodiscard]] TrueTime now() const { return now_; }
    [[nodiscard]] const engine::Choices& choices() const { return choices_; }
    [[nodiscard]] const engine::Fingerprint& fingerprint() const { return fingerprint_; }
    [[nodiscard]] engine::Agenda<Event>& agenda() { return agenda_; }
    [[nodiscard]] const engine::Agenda<Event>& agenda() const { return agenda_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }

    /// Takes the next event and makes its instant and cause current. False if there is none.
    bool next(Event& event);
    /// Plans an event as the doing of the current cause.
    void plan(TrueTime at, Event what);
    void plan_in(Duration span, Event what) { plan(now_ + span, what); }

    /// What is asked from now on is answered as under another seed.
    void draw_anew(std::uint64_t seed) { choices_.draw_anew(seed); }

    /// What the impossible pin's question is answered with, if there was one.
    [[nodiscard]] ChoiceOf impossible_of() const {
        return impossible_of_.value_or(ChoiceOf::number);
    }

    /// The record that led to what is being done now.
    [[nodiscard]] Sequence cause() const { return cause_; }
    void set_cause(Sequence cause) { cause_ = cause; }
    /// How many messages in a row led to what is being done, each sent because of the one before,
    /// with no timer between; an event begins anew.
    [[nodiscard]] std::uint32_t in_a_row() const { return in_a_row_; }
    void set_in_a_row(std::uint32_t messages) { in_a_row_ = messages; }

    /// Writes a record as the doing of the current cause, at the current instant or at `at`.
    Sequence record(Kind kind, std::array<std::uint32_t, 5> words, std::uint16_t process = 0);
    Sequence record_at(TrueTime at, Kind kind, std::array<std::uint32_t, 5> words,
                       std::uint16_t process = 0);
    /// A record that is a fact: conditions of the story may read it.
    Sequence fact(Kind kind, std::array<std::uint32_t, 5> words);
    /// True once after a fact was written; evaluating conditions clears it.
    [[nodiscard]] bool facts_changed() const { return facts_changed_; }
    void clear_facts_changed() { facts_changed_ = false; }
    /// Something changed that conditions may read and that no record tells.
    void change_facts() { facts_changed_ = true; }

    /// Folds words into the fingerprint.
    void fold(FoldOf of, engine::Lane lane, std::span<const std::uint64_t> words) {
        fingerprint_.fold(lane, words);
        if (listeners_.folds != nullptr) listeners_.folds->note(of, lane, words);
    }
    void fold(FoldOf of, engine::Lane lane, std::initializer_list<std::uint64_t> words) {
        fold(of, lane, std::span<const std::uint64_t>(words.begin(), words.size()));
    }

    /// Draws. `name` makes the question's text, called only when somebody lists choices.
    template <class NameOf>
    Duration draw(Question what, engine::Quantiles spread, const NameOf& name) {
        const Duration answer = choices_.from(what, spread);
        answered(name, ChoiceOf::span);
        return answer;
    }
    template <class NameOf>
    Duration draw_between(Question what, Duration least, Duration most, const NameOf& name) {
        const Duration answer = choices_.between(what, least, most);
        answered(name, ChoiceOf::span);
        return answer;
    }
    /// What is picked from; weights as engine::Choices::pick wants them.
    struct Ballot {
        std::span<const std::int64_t> candidates;
        std::span<const std::uint64_t> weights;
        ChoiceOf of = ChoiceOf::number;
    };
    template <class NameOf>
    std::size_t pick(Question what, const Ballot& from, const NameOf& name) {
        const std::size_t answer = choices_.pick(what, from.candidates, from.weights);
        answered(name, from.of);
        return answer;
    }

  private:
    template <class NameOf>
    void answered(const NameOf& name, ChoiceOf of) {
        // The run ends with the first one: what was asked last is what it was.
        if (choices_.impossible().key != 0 && !impossible_of_) impossible_of_ = of;
        if (listeners_.names != nullptr) listeners_.names->note(choices_.last(), name(), of);
    }

    TrueTime now_;
    Sequence cause_ = 0;
    Sequence last_record_ = 0;
    std::uint64_t events_ = 0;
    std::uint32_t in_a_row_ = 0;
    bool facts_changed_ = false;
    engine::Agenda<Event> agenda_;
    engine::Choices choices_;
    engine::Fingerprint fingerprint_;
    Listeners listeners_;
    std::optional<ChoiceOf> impossible_of_;
};

}  // namespace sim::world
