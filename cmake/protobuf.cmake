# SPDX-License-Identifier: GPL-3.0-or-later
# binnacle_protos(TARGET ROOT dir FILES a.proto ... [GRPC b.proto ...]): one library of generated code.
# Generated headers are SYSTEM includes, so that our warnings judge our code only.
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
get_target_property(GRPC_CPP_PLUGIN gRPC::grpc_cpp_plugin LOCATION)

function(binnacle_protos target)
  cmake_parse_arguments(ARG "" "ROOT" "FILES;GRPC" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(sources)
  foreach(file IN LISTS ARG_FILES ARG_GRPC)
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    set(produced ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(grpc_args)
    if(file IN_LIST ARG_GRPC)
      list(APPEND produced ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      set(grpc_args --grpc_out=${out} --plugin=protoc-gen-grpc=${GRPC_CPP_PLUGIN})
    endif()
    add_custom_command(
      OUTPUT ${produced}
      COMMAND protobuf::protoc --cpp_out=${out} ${grpc_args} -I ${ARG_ROOT} ${file}
      WORKING_DIRECTORY ${ARG_ROOT}
      DEPENDS ${ARG_ROOT}/${file}
      VERBATIM)
    list(APPEND sources ${produced})
  endforeach()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} SYSTEM PUBLIC ${out})
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf gRPC::grpc++)
  target_compile_options(${target} PRIVATE -w)
endfunction()
