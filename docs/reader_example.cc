// Reads one story and prints who did what to whom. docs/cli.md and include/dragoman/reader.h say more.
#include <dragoman/reader.h>

#include <fstream>
#include <iostream>
#include <iterator>

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "story.txt", std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  auto reader = dragoman::Reader::open({});
  if (!reader.ok()) return std::cerr << reader.status().message() << "\n", 1;
  auto record = reader->read_bytes(bytes, {.uri = argc > 1 ? argv[1] : "story.txt", .published = ""});
  if (!record.ok()) return std::cerr << record.status().message() << "\n", 1;
  for (const dragoman::Event& event : record->events) {
    std::cout << event.id << " " << name_of(event.type) << " " << name_of(event.status);
    for (const auto& ref : event.source) std::cout << " from " << ref.actor;
    for (const auto& ref : event.target) std::cout << " to " << ref.actor;
    std::cout << "\n";
  }
}
