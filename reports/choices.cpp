#include "reports/choices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reports {
namespace {

/// An exact span in the largest unit that needs no fraction.
std::string exact_span(std::int64_t nanoseconds) {
    if (nanoseconds % 1'000'000'000 == 0) return fmt::format("{}s", nanoseconds / 1'000'000'000);
    if (nanoseconds % 1'000'000 == 0) return fmt::format("{}ms", nanoseconds / 1'000'000);
    if (nanoseconds % 1'000 == 0) return fmt::format("{}us", nanoseconds / 1'000);
    return fmt::format("{}ns", nanoseconds);
}

}  // namespace

std::string answer_text(const Choice& choice, const Cluster& cluster) {
    const BackendNames* backend = cluster.backend(choice.answer);
    switch (choice.of) {
        case Choice::Of::span:
            return fmt::format("\"{}\"", exact_span(choice.answer));
        case Choice::Of::database:
            if (backend != nullptr) return fmt::format("\"{}\"", backend->name);
            break;
        case Choice::Of::number:
            break;
    }
    return fmt::format("{}", choice.answer);
}

std::string choices_text(std::span<const Choice> choices, const Cluster& cluster) {
    std::size_t width = 0;
    for (const Choice& choice : choices) width = std::max(width, choice.name.size());
    width = std::min<std::size_t>(width, 60);
    std::string text = "[choices]\n";
    for (const Choice& choice : choices) {
        text += fmt::format("{:<{}} = {}\n", "\"" + choice.name + "\"", width + 2,
                            answer_text(choice, cluster));
    }
    return text;
}

}  // namespace reports
