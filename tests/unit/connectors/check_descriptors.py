# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every .proto under connectors/envoy/proto against the official descriptors, field by field.

Usage: check_descriptors.py PROTOC PROTO_ROOT

Official are the descriptors of the xds-protos package; what that leaves out (the metrics service and the Prometheus
client's data model) comes out of the Envoy program itself, which carries the descriptors it was built with.
"""

import importlib
import pathlib
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool

WELL_KNOWN = ("google/protobuf/",)  # these come with protoc and are what they are


def read_varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def end_of_file_descriptor(data, start):
    """Where a serialized FileDescriptorProto ends: its fields are numbers 1 to 14, and its name comes once."""
    at = start
    names = 0
    while at < len(data):
        tag, after = read_varint(data, at)
        number, kind = tag >> 3, tag & 7
        names += number == 1
        if not 1 <= number <= 14 or names > 1 or kind not in (0, 2):
            break
        value, after = read_varint(data, after)
        at = after + value if kind == 2 else after
    return at


def from_program(program, names):
    """The FileDescriptorProtos of `names` as a program built with C++ Protobuf carries them."""
    data = pathlib.Path(program).read_bytes()
    found = {}
    for name in names:
        needle = b"\x0a" + bytes([len(name)]) + name.encode()
        at = data.find(needle)
        while at >= 0 and name not in found:
            file = descriptor_pb2.FileDescriptorProto()
            try:
                file.ParseFromString(data[at:end_of_file_descriptor(data, at)])
                if file.package and (file.message_type or file.enum_type):
                    found[name] = file
            except Exception:  # not a descriptor: the name as mere text
                pass
            at = data.find(needle, at + 1)
    return found


def envoy_program():
    import envoy
    for folder in envoy.__path__:
        for candidate in sorted(pathlib.Path(folder).rglob("envoy*")):
            if candidate.is_file() and candidate.stat().st_size > 10_000_000:
                return candidate
    sys.exit("no Envoy program in this environment: install scripts/requirements.txt")


def from_package(names):
    pool = descriptor_pool.Default()
    found = {}
    for name in names:
        try:
            importlib.import_module(name.removesuffix(".proto").replace("/", ".") + "_pb2")
            file = pool.FindFileByName(name)
        except (ImportError, KeyError):
            continue
        found[name] = descriptor_pb2.FileDescriptorProto()
        file.CopyToProto(found[name])
    return found


def our_files(protoc, root):
    names = sorted(str(path.relative_to(root)) for path in pathlib.Path(root).rglob("*.proto"))
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run([protoc, "-I", root, "-o", out.name, *names], check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(out.read()).file


def shape(message, field):
    """All that decides how a field lies on the wire and what it excludes."""
    oneof = message.oneof_decl[field.oneof_index].name if field.HasField("oneof_index") else ""
    label = descriptor_pb2.FieldDescriptorProto.Label.Name(field.label)
    kind = descriptor_pb2.FieldDescriptorProto.Type.Name(field.type)
    return f"{field.number} {label} {kind} {field.type_name or '-'} {oneof}"


def compare_message(where, ours, official, problems):
    known = {field.name: field for field in official.field}
    for field in ours.field:
        if field.name not in known:
            problems.append(f"{where}.{field.name}: not in the official message")
        elif shape(ours, field) != shape(official, known[field.name]):
            problems.append(
                f"{where}.{field.name}: {shape(ours, field)}, official: {shape(official, known[field.name])}")
    nested = {inner.name: inner for inner in official.nested_type}
    compare_all(where, ours.nested_type, nested, compare_message, problems)
    enums = {inner.name: inner for inner in official.enum_type}
    compare_all(where, ours.enum_type, enums, compare_enum, problems)
    return len(ours.field)


def compare_enum(where, ours, official, problems):
    known = {value.name: value.number for value in official.value}
    for value in ours.value:
        if known.get(value.name) != value.number:
            problems.append(f"{where}.{value.name} = {value.number}, official: {known.get(value.name)}")


def compare_service(where, ours, official, problems):
    known = {method.name: method for method in official.method}
    for method in ours.method:
        parts = ("input_type", "output_type", "client_streaming", "server_streaming")
        other = known.get(method.name)
        if other is None or any(getattr(method, part) != getattr(other, part) for part in parts):
            problems.append(f"{where}.{method.name}: differs from the official method")


def compare_all(where, ours, official, compare, problems):
    for one in ours:
        if one.name in official:
            compare(f"{where}.{one.name}", one, official[one.name], problems)
        else:
            problems.append(f"{where}.{one.name}: no such official type")


def count_fields(messages):
    return sum(len(message.field) + count_fields(message.nested_type) for message in messages)


def main():
    protoc, root = sys.argv[1:]
    files = [file for file in our_files(protoc, root) if not file.name.startswith(WELL_KNOWN)]
    official = from_package([file.name for file in files])
    missing = [file.name for file in files if file.name not in official]
    if missing:
        official.update(from_program(envoy_program(), missing))
    problems = []
    for file in files:
        if file.name not in official:
            problems.append(f"{file.name}: no official descriptor found")
            continue
        other = official[file.name]
        if file.package != other.package:
            problems.append(f"{file.name}: package {file.package}, official: {other.package}")
        for ours, theirs, compare in (
            (file.message_type, other.message_type, compare_message),
            (file.enum_type, other.enum_type, compare_enum),
            (file.service, other.service, compare_service),
        ):
            compare_all(file.package, ours, {one.name: one for one in theirs}, compare, problems)
    for problem in problems:
        print(problem)
    fields = count_fields(message for file in files for message in file.message_type)
    print(f"{len(files)} files, {fields} fields, {len(problems)} problems")
    sys.exit(1 if problems or fields == 0 else 0)


if __name__ == "__main__":
    main()
