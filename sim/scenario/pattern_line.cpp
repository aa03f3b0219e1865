// `/…/` among the lines of a log expectation: the pattern, and the messages that it could match.
// One that no message can match is told at once.
#include <fmt/format.h>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/message_text.hpp"

namespace sim::scenario {

namespace {

Pattern::Letters letters_of(std::string_view text) {
    Pattern::Letters letters;
    for (const char c : text) letters.set(static_cast<unsigned char>(c));
    return letters;
}

/// Whether some line that a text of the catalogue can become has the pattern in it.
bool can_match(const Pattern& pattern, const std::vector<TextPiece>& pieces, TextForms& forms) {
    PatternWalk walk(pattern);
    for (const TextPiece& piece : pieces) {
        if (piece.argument < 0) {
            walk.text(piece.literal);
            continue;
        }
        std::vector<std::string_view> words;
        for (const Candidate& candidate : forms.candidates(piece.form)) {
            words.push_back(candidate.text);
        }
        if (prints_number(piece.form))
            walk.any_of(letters_of("-0123456789"), 1);
        else if (words.empty())
            walk.any_of(Pattern::Letters().set(), 0);
        else
            walk.one_of(words);
    }
    return walk.ends();
}

/// Which of a message's lines could match: its own, or one of those below it.
struct Reach {
    bool message = false;
    bool below = false;
};

Reach reach_of(const Context& context, const failover::MessageText& message, const Pattern& pattern,
               TextForms& forms) {
    const auto can = [&](std::string_view text) {
        return !text.empty() && can_match(pattern, pieces_of(text, context.dialect), forms);
    };
    if (!is_printed(message.severity) || is_dropped(message, context.dialect)) return {};
    return {can(message.text), can(message.detail) || can(message.hint) || can(message.context)};
}

}  // namespace

std::optional<LogExpectation::Line> compile_pattern(Context& context, const Entry& value) {
    const std::string_view text = std::string_view(value.text).substr(1, value.text.size() - 2);
    if (text.size() > limits::pattern_characters) {
        context.reader.complain(value.spot, fmt::format("a pattern of more than {} characters",
                                                        limits::pattern_characters));
        return std::nullopt;
    }
    auto read = Pattern::read(text);
    if (!read.value) {
        context.reader.complain_inside(value, {read.offset + 1, 1, read.message, read.help});
        return std::nullopt;
    }
    LogExpectation::Line line;
    line.source = value.text;
    line.detail = true;
    TextForms forms(context);
    for (const failover::MessageText& message : context.catalogue->messages) {
        const Reach reach = reach_of(context, message, *read.value, forms);
        if (!reach.message && !reach.below) continue;
        if (reach.message) line.detail = false;
        if (line.id == 0)
            line.id = message.id;
        else
            line.same_text.push_back(message.id);
    }
    line.pattern = std::move(*read.value);
    if (line.id != 0) return line;
    context.reader.complain(
        value.spot,
        fmt::format("no message that {} prints can match this pattern",
                    context.dialect == nullptr ? std::string_view(context.scenario.logic)
                                               : context.dialect->name));
    return std::nullopt;
}

}  // namespace sim::scenario
