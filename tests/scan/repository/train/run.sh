#!/bin/bash
# accelerate launch on 8 cards
BASE_MODEL=Qwen/Qwen2.5-7B
torchrun --nproc 8 tune.py --model_name_or_path $BASE_MODEL --dataset tatsu-lab/alpaca
python distill.py --teacher_model deepseek-ai/DeepSeek-R1-Distill-Qwen-32B \
  --student-model HuggingFaceTB/SmolLM2-1.7B
