// libFuzzer feeds bytes to the loader of scenarios: no input may crash it, hang it or make it say
// what is not so. Linked with the library that everything else uses; see CMakeLists.txt here.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "scenario_fixture.hpp"
#include "scenario_round_trip.hpp"
#include "sim/scenario/diagnostic.hpp"

namespace {

void require(bool holds, const std::string& otherwise) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", otherwise.c_str());
    std::abort();
}

/// Messages quote the file; nothing of it may reach the terminal as a command.
bool harmless(const std::string& said) {
    for (const char c : said) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20U && c != '\n') || byte == 0x7fU) return false;
    }
    return true;
}

void load(const std::string& text) {
    using namespace sim::scenario;
    const auto parsed = load_text("fuzzed.toml", text, tests::catalogues());
    require(parsed.value.has_value() == parsed.diagnostics.empty(), "neither read nor refused");
    const std::string said = render(parsed.diagnostics, 60);
    require(harmless(said), "a control character is printed");
}

}  // namespace

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    load(text);
    const std::string problem = sim::scenario::tests::round_trip_problem(text);
    require(problem.empty(), problem);
    return 0;
}
